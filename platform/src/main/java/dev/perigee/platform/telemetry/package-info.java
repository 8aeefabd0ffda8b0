/// What the platform tells of its own work: metrics under the conventions for functions as a
/// service.
@NullMarked
package dev.perigee.platform.telemetry;

import org.jspecify.annotations.NullMarked;
