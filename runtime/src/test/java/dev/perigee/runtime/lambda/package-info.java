@NullMarked
package dev.perigee.runtime.lambda;

import org.jspecify.annotations.NullMarked;
