/// Where an invocation goes: the state machine of a gateway, the same in the live and in the
/// simulated world.
@NullMarked
package dev.perigee.engine.dispatch;

import org.jspecify.annotations.NullMarked;
