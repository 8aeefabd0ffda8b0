/// Decisions and plans: what a policy chose, on which reads, why, and what the world answered.
@NullMarked
package dev.perigee.model.decision;

import org.jspecify.annotations.NullMarked;
