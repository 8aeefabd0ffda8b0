@NullMarked
package dev.perigee.runtime.sandbox;

import org.jspecify.annotations.NullMarked;
