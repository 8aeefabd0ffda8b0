package dev.perigee.runtime.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The errors that the platform itself words for a function, as AWS Lambda words them.
public final class FunctionErrors {
  /// Largest answer of a function: 6 MiB and 100 bytes.
  public static final int ANSWER_MAX_BYTES = 6 * 1024 * 1024 + 100;

  /// Stands for the caller's request id where an error is worded before a caller is known.
  public static final UUID NOBODY = new UUID(0, 0);

  private FunctionErrors() {}

  /// The function took longer than it may.
  public static byte[] timedOut(UUID id, long timeoutMs) {
    return body(
        "Sandbox.Timedout",
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            id,
            timeoutMs / 1000.0));
  }

  /// The function's process ended by itself; `status` is its exit code, or minus the signal that
  /// ended it.
  public static byte[] exited(UUID id, int status) {
    String end =
        status == 0
            ? "Runtime exited without providing a reason"
            : "Runtime exited with error: "
                + (status > 0 ? "exit status " + status : "signal: " + signalName(-status));
    return body("Runtime.ExitError", "RequestId: " + id + " Error: " + end);
  }

  /// The answer is larger than one may be that its caller waits for.
  public static byte[] answerTooLarge() {
    return answerTooLarge(ANSWER_MAX_BYTES);
  }

  /// The answer is larger than one may be.
  public static byte[] answerTooLarge(int bytesMax) {
    return body(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (" + bytesMax + " bytes).");
  }

  /// Any error with a type and a message.
  public static byte[] body(String type, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("errorType", type);
    fields.put("errorMessage", message);
    return JsonText.object(fields).getBytes(UTF_8);
  }

  /// Puts the caller's request id where `NOBODY` stands.
  static byte[] addressedTo(UUID id, byte[] body) {
    return new String(body, UTF_8).replace(NOBODY.toString(), id.toString()).getBytes(UTF_8);
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "hangup";
      case 2 -> "interrupt";
      case 3 -> "quit";
      case 4 -> "illegal instruction";
      case 5 -> "trace/breakpoint trap";
      case 6 -> "aborted";
      case 7 -> "bus error";
      case 8 -> "floating point exception";
      case 9 -> "killed";
      case 11 -> "segmentation fault";
      case 13 -> "broken pipe";
      case 14 -> "alarm clock";
      case 15 -> "terminated";
      case 31 -> "bad system call";
      default -> "signal " + signal;
    };
  }
}
