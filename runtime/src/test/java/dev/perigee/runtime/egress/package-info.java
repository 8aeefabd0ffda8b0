@NullMarked
package dev.perigee.runtime.egress;

import org.jspecify.annotations.NullMarked;
