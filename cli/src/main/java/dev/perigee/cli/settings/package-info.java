/// The options of a platform from a file or the environment.
@NullMarked
package dev.perigee.cli.settings;

import org.jspecify.annotations.NullMarked;
