package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.HttpResponse;

/// A request that is not carried out; carries the answer.
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponse response;

  private Refused(HttpResponse response, String message) {
    super(message, null, false, false);
    this.response = response;
  }

  /// @param type as AWS calls it, without `Extension.`
  static Refused of(String type, String message) {
    return new Refused(HttpResponse.error(403, "Extension." + type, message), message);
  }

  static Refused invalid(int status, String type, String message) {
    return new Refused(HttpResponse.error(status, type, message), message);
  }

  HttpResponse response() {
    return response;
  }
}
