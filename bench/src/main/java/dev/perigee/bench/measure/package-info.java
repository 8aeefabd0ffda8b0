/// What all benchmarks share: repeated batches with median and 99th percentile, the set-up of the
/// machine, and results as a table and as lines of JSON. A benchmark whose answer is wrong has no
/// time.
@NullMarked
package dev.perigee.bench.measure;

import org.jspecify.annotations.NullMarked;
