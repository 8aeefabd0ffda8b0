/// The deterministic controller: events in, effects out. It keeps the snapshot and the reservations
/// on top of it, asks policies, proposes plans, and compiles what was accepted into the dispatch
/// table.
///
/// The engine has no clock, no thread and no random generator; the same events in the same order
/// give the same effects.
@NullMarked
package dev.perigee.engine;

import org.jspecify.annotations.NullMarked;
