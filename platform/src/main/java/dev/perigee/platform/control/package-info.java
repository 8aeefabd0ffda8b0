/// What the control plane can do, as its front doors (HTTP, command line, demo) use it.
@NullMarked
package dev.perigee.platform.control;

import org.jspecify.annotations.NullMarked;
