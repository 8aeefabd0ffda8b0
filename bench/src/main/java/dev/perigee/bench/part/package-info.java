/// Benchmarks of single parts, each in this process: dispatch, worker pool, accounting, planning in
/// simulation, WebAssembly, cold starts.
@NullMarked
package dev.perigee.bench.part;

import org.jspecify.annotations.NullMarked;
