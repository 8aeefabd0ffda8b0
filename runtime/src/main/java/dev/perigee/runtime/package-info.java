/// The live node: workers, isolation, data passing, meters.
@NullMarked
package dev.perigee.runtime;

import org.jspecify.annotations.NullMarked;
