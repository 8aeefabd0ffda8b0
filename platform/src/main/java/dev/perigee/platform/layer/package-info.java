/// Layers: archives that functions see beside their code, kept by name and version.
@NullMarked
package dev.perigee.platform.layer;

import org.jspecify.annotations.NullMarked;
