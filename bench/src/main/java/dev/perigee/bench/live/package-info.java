/// Benchmarks of a whole platform over HTTP: throughput and added latency in closed and open loop,
/// Zipf over 1,000 functions, start, memory and idle CPU. After each load the ledger is fetched and
/// added up again, and every call that was answered has to be in it.
@NullMarked
package dev.perigee.bench.live;

import org.jspecify.annotations.NullMarked;
