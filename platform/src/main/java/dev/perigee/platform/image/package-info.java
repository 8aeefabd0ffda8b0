/// Container images by their names, and the collection of what nothing refers to any more.
@NullMarked
package dev.perigee.platform.image;

import org.jspecify.annotations.NullMarked;
