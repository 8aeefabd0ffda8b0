/// Benchmarks, a load tool, an independent checker of ledgers.
@NullMarked
package dev.perigee.bench;

import org.jspecify.annotations.NullMarked;
