/// Policies: pure functions from what is known to what should be done. They see a snapshot, the
/// overlay and their own memory; they have no clock, no random generator and no side effect.
@NullMarked
package dev.perigee.policy;

import org.jspecify.annotations.NullMarked;
