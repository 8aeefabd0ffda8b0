/// The one binary and the only place of assembly.
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
