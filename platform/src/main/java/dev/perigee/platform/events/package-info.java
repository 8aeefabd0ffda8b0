/// Invocations that nobody waits for: taken once they are durable, run at least once, tried again
/// when they fail.
///
/// The states of an event are waiting, running, done and failed; at every instant `taken = waiting
/// + running + done + failed`.
@NullMarked
package dev.perigee.platform.events;

import org.jspecify.annotations.NullMarked;
