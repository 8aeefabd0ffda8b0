/// Caps on what functions and tenants may use: counted when a call is admitted, not when a bill
/// comes. The same in both worlds; time is passed in.
@NullMarked
package dev.perigee.engine.cap;

import org.jspecify.annotations.NullMarked;
