/// What functions write to standard output and standard error, a file per function.
@NullMarked
package dev.perigee.fabric.log;

import org.jspecify.annotations.NullMarked;
