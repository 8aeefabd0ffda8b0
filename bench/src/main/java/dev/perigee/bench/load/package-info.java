/// A load tool that costs little: keep-alive connections with one blocking thread each, closed loop
/// (each connection sends when it has its answer) or open loop (a fixed rate; an answer's time
/// counts from when the request was due, so a stalled server is not flattered by a generator that
/// waits for it). Requests go to functions by a Zipf distribution.
@NullMarked
package dev.perigee.bench.load;

import org.jspecify.annotations.NullMarked;
