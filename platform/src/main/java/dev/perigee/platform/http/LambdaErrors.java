package dev.perigee.platform.http;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.http.LambdaError.Form;

/// Errors of an invocation as the AWS Lambda API words them: a status, `x-amzn-ErrorType`, and a
/// small JSON body whose message is named `Message` or `message`, whichever AWS uses for that
/// error.
final class LambdaErrors {
  static final int PAYLOAD_BYTES_MAX = 6 * 1_024 * 1_024;

  private LambdaErrors() {}

  static void send(Exchange exchange, ControlException refused) {
    String reason = String.join("; ", refused.problems());
    switch (refused.kind()) {
      case NOT_FOUND -> notFound(exchange);
      case INVALID -> invalidContent(exchange, reason);
      case UNSUPPORTED_HERE -> user(exchange, 400, "InvalidParameterValueException", reason);
      case CONFLICT -> user(exchange, 409, "ResourceConflictException", reason);
      case TOO_LARGE -> user(exchange, 413, "RequestTooLargeException", reason);
      case QUOTA_EXCEEDED -> user(exchange, 400, "CodeStorageExceededException", reason);
      case THROTTLED -> throttled(exchange);
      case UNAVAILABLE -> unavailable(exchange, reason);
    }
  }

  /// A place that is merely not there yet or too busy is a throttle: the caller may try again. Only
  /// a platform that can reach no node, or can't write down what it would promise, is a fault.
  static void send(Exchange exchange, Refusal refusal, String reason) {
    switch (refusal) {
      case GONE -> notFound(exchange);
      case CAP_EXHAUSTED, KILLED -> refused(exchange, reason);
      case CONCURRENCY_LIMIT,
          QUEUE_FULL,
          NO_CAPACITY,
          NO_FEASIBLE_NODE,
          STALE,
          DRAINING,
          OLD_EPOCH ->
          throttled(exchange);
      case UNREACHABLE, NOT_DURABLE -> unavailable(exchange, reason);
    }
  }

  static void tooLarge(Exchange exchange) {
    user(
        exchange,
        413,
        "RequestTooLargeException",
        "Request must be smaller than "
            + PAYLOAD_BYTES_MAX
            + " bytes for the InvokeFunction operation");
  }

  static void invalidParameter(Exchange exchange, String message) {
    user(exchange, 400, "InvalidParameterValueException", message);
  }

  private static void invalidContent(Exchange exchange, String reason) {
    String prefix = "Could not parse request body into json: ";
    boolean isWhole = reason.startsWith(prefix) || reason.equals(CallerContext.INVALID);
    user(exchange, 400, "InvalidRequestContentException", isWhole ? reason : prefix + reason);
  }

  private static void notFound(Exchange exchange) {
    String arn = FunctionArn.of(CallerContext.region(exchange), exchange.name());
    String message = "Function not found: " + arn;
    new LambdaError(404, "ResourceNotFoundException", Form.MISSING, message).send(exchange);
  }

  private static void throttled(Exchange exchange) {
    throttled(exchange, "ReservedFunctionConcurrentInvocationLimitExceeded", "Rate Exceeded.");
  }

  /// @param reason its first word says what is used up
  private static void refused(Exchange exchange, String reason) {
    int end = reason.indexOf(' ');
    String first = end < 0 ? reason : reason.substring(0, end);
    throttled(exchange, first.endsWith(":") ? first.substring(0, end - 1) : first, reason);
  }

  private static void throttled(Exchange exchange, String reason, String message) {
    new LambdaError(429, "TooManyRequestsException", Form.USER, message).send(exchange, reason);
  }

  private static void unavailable(Exchange exchange, String reason) {
    new LambdaError(503, "ServiceException", Form.SERVICE, reason).send(exchange);
  }

  private static void user(Exchange exchange, int status, String type, String message) {
    new LambdaError(status, type, Form.USER, message).send(exchange);
  }
}
