/// What the control plane keeps in its journal: the engine's entries and the decisions.
@NullMarked
package dev.perigee.platform.record;

import org.jspecify.annotations.NullMarked;
