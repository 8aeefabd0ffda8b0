package dev.perigee.platform.aws;

import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.LambdaError;
import dev.perigee.platform.http.LambdaError.Form;

/// An error as the AWS Lambda API words it.
final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient LambdaError error;

  private AwsException(LambdaError error) {
    super(error.message());
    this.error = error;
  }

  /// With `Type` and `message`, as most errors.
  static AwsException user(int status, String type, String message) {
    return new AwsException(new LambdaError(status, type, Form.USER, message));
  }

  /// With nothing but `message`: errors from before the service is reached.
  static AwsException plain(int status, String type, String message) {
    return new AwsException(new LambdaError(status, type, Form.PLAIN, message));
  }

  static AwsException notFound(String message) {
    return new AwsException(
        new LambdaError(404, "ResourceNotFoundException", Form.MISSING, message));
  }

  static AwsException conflict(String message) {
    return user(409, "ResourceConflictException", message);
  }

  static AwsException parameter(String message) {
    return user(400, "InvalidParameterValueException", message);
  }

  static AwsException content(String reason) {
    return user(
        400, "InvalidRequestContentException", "Could not parse request body into json: " + reason);
  }

  /// A member that breaks a rule of the service model.
  static AwsException validation(String value, String member, String rule) {
    return plain(
        400,
        "ValidationException",
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, member, rule));
  }

  static AwsException revision(String operation) {
    return user(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the "
            + operation
            + " API to retrieve the latest Revision Id");
  }

  static AwsException of(ControlException refused) {
    String reason = String.join("; ", refused.problems());
    return switch (refused.kind()) {
      case INVALID, UNSUPPORTED_HERE -> parameter(reason);
      case NOT_FOUND -> notFound(reason);
      case CONFLICT -> conflict(reason);
      case TOO_LARGE -> user(413, "RequestEntityTooLargeException", reason);
      case QUOTA_EXCEEDED -> user(400, "CodeStorageExceededException", reason);
      case THROTTLED -> user(429, "TooManyRequestsException", "Rate Exceeded.");
      case UNAVAILABLE -> service(reason);
    };
  }

  static AwsException service(String reason) {
    return new AwsException(new LambdaError(503, "ServiceException", Form.SERVICE, reason));
  }

  /// As in `x-amzn-ErrorType`.
  String type() {
    return error.type();
  }

  void send(Exchange exchange) {
    error.send(exchange);
  }
}
