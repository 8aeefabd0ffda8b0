package dev.perigee.runtime.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.wasm.engine.Ending;
import dev.perigee.runtime.worker.Invocation;
import java.util.Locale;

/// Errors of functions in JSON, with the fields and words of AWS Lambda where it has that error.
final class ErrorBody {
  private ErrorBody() {}

  static byte[] exited(Invocation invocation, int code) {
    return withId(
        "Runtime.ExitError", invocation, "Runtime exited with error: exit status " + code);
  }

  static byte[] trapped(Invocation invocation, String message) {
    return withId("Runtime.Trap", invocation, message);
  }

  static byte[] outOfMemory(Invocation invocation, int memoryMb) {
    return withId(
        "Runtime.OutOfMemory",
        invocation,
        "the module asked for more than its memory of " + memoryMb + " MiB");
  }

  static byte[] timedOut(Invocation invocation, long timeoutMs) {
    return withId(
        "Sandbox.Timedout",
        invocation,
        String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeoutMs / 1000.0));
  }

  static byte[] lost(Invocation invocation, Ending.Lost lost) {
    return withId("Runtime.ExitError", invocation, "Runtime exited with error: " + lost.reason());
  }

  static byte[] answerTooLarge(int bytesMax) {
    return body(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (" + bytesMax + " bytes).");
  }

  private static byte[] withId(String type, Invocation invocation, String message) {
    return body(type, "RequestId: " + invocation.id() + " Error: " + message);
  }

  static byte[] body(String type, String message) {
    StringBuilder json =
        new StringBuilder("{\"errorType\":\"").append(type).append("\",\"errorMessage\":\"");
    message.chars().forEach(c -> appendEscaped(json, (char) c));
    return json.append("\"}").toString().getBytes(UTF_8);
  }

  private static void appendEscaped(StringBuilder json, char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c < ' ') {
      json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      json.append(c);
    }
  }
}
