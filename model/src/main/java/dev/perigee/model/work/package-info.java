/// Data-parallel loops whose result does not depend on the number of threads.
@NullMarked
package dev.perigee.model.work;

import org.jspecify.annotations.NullMarked;
