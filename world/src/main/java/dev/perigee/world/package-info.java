/// The seam: a *world* (live or simulated) tells the engine what happened as events and carries out
/// the effects that come back. Values and interfaces only; the contract kit that every world must
/// pass is this module's test-jar.
@NullMarked
package dev.perigee.world;

import org.jspecify.annotations.NullMarked;
