/// The live world: gives the engine events from nodes, journal and clock, and carries its effects
/// out.
@NullMarked
package dev.perigee.platform.live;

import org.jspecify.annotations.NullMarked;
