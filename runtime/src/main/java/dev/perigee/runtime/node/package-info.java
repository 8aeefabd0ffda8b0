/// The live node: drives the worker pool of [dev.perigee.engine.node.WorkerPool] with real time,
/// real workers and real threads, meters what they use, and keeps the node's ledger.
@NullMarked
package dev.perigee.runtime.node;

import org.jspecify.annotations.NullMarked;
