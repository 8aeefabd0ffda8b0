/// Safeguards against functions that run away, on by default: caps that are counted when a call is
/// admitted, and the switch that stops a function.
@NullMarked
package dev.perigee.platform.caps;

import org.jspecify.annotations.NullMarked;
