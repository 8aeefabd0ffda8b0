package dev.perigee.runtime.shim;

/// One invocation as it came.
///
/// @param deadlineMs when its timeout ends, Unix time
/// @param event JSON, may be empty
record Call(String requestId, long deadlineMs, String functionArn, byte[] event) {}
