package dev.perigee.runtime.shim;

/// One invocation as it came.
///
/// @param deadlineMs when its timeout ends, Unix time
/// @param clientContext JSON, may be empty
/// @param event JSON, may be empty
record Call(
    String requestId, long deadlineMs, String functionArn, String clientContext, byte[] event) {}
