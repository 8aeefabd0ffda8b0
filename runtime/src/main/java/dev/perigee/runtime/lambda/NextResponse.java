package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.worker.Invocation;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a runtime that asks for an invocation is told.
final class NextResponse {
  private NextResponse() {}

  static HttpResponse of(Invocation invocation) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Lambda-Runtime-Aws-Request-Id", invocation.id().toString());
    headers.put(
        "Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineUtcNs() / 1_000_000));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
    headers.put("Lambda-Runtime-Trace-Id", traceOf(invocation));
    if (!invocation.clientContext().isEmpty()) {
      headers.put("Lambda-Runtime-Client-Context", invocation.clientContext());
    }
    return new HttpResponse(200, headers, invocation.payload());
  }

  /// The trace of the call; one that is not in a trace gets a name for it all the same, not
  /// sampled.
  static String traceOf(Invocation invocation) {
    if (invocation.trace().isTrace()) {
      return invocation.trace().amzn();
    }
    String hex = invocation.id().toString().replace("-", "");
    return "Root=1-"
        + hex.substring(0, 8)
        + "-"
        + hex.substring(8)
        + ";Parent="
        + hex.substring(16)
        + ";Sampled=0";
  }
}
