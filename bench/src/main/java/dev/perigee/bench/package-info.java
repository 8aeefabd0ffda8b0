/// JMH benchmarks, load tool, canonical scenarios, an independent checker of ledgers.
@NullMarked
package dev.perigee.bench;

import org.jspecify.annotations.NullMarked;
