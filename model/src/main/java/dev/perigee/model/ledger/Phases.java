package dev.perigee.model.ledger;

/// Where the time of an invocation went. A warm invocation has only queue and handler.
///
/// @param queueNs waiting for a worker to be free
/// @param placeNs deciding where a new worker goes
/// @param fetchNs bringing the code to the node
/// @param sandboxNs making the sandbox
/// @param initNs loading the runtime and the function's module
/// @param handlerNs the handler itself
public record Phases(
    long queueNs, long placeNs, long fetchNs, long sandboxNs, long initNs, long handlerNs) {
  public static final Phases NONE = new Phases(0, 0, 0, 0, 0, 0);
}
