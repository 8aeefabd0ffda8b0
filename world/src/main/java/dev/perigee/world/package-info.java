/// The seam between the engine and what carries its decisions out.
@NullMarked
package dev.perigee.world;

import org.jspecify.annotations.NullMarked;
