/// What happens on one node: the state machine of its workers, the same in the live and in the
/// simulated world.
///
/// Little's law decides about another worker: with `w` workers of `c` slots, `n` waiting
/// invocations and a mean handler time `m`, the last one waits about `n·m/(w·c)`; a new worker is
/// worth its start only if that is longer than the start (J. D. C. Little, A Proof for the Queuing
/// Formula L = λW, Operations Research 9(3), 1961).
@NullMarked
package dev.perigee.engine.node;

import org.jspecify.annotations.NullMarked;
