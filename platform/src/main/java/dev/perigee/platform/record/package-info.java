/// What the control plane keeps in its journal: the engine's entries, the decisions, and the plans
/// with what became of them.
@NullMarked
package dev.perigee.platform.record;

import org.jspecify.annotations.NullMarked;
