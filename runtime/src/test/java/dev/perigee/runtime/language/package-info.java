@NullMarked
package dev.perigee.runtime.language;

import org.jspecify.annotations.NullMarked;
