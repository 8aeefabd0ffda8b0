package dev.perigee.platform.aws;

import dev.perigee.platform.aws.Credentials.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/// Whether a request is signed as AWS Signature Version 4 wants it.
///
/// @param credentials who may sign
/// @param service that the scope has to name
record SignatureCheck(Credentials credentials, String service) {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// A request as it came.
  ///
  /// @param rawPath percent-encoded
  /// @param rawQuery empty if there is none
  /// @param headerNames in lower case
  /// @param header the value of a header by its name in lower case; empty if it is not there
  record Request(
      String method,
      String rawPath,
      String rawQuery,
      Collection<String> headerNames,
      Function<String, String> header,
      byte[] body) {

    Optional<Signature> signature() {
      return Signature.parse(header.apply("authorization"));
    }
  }

  /// Whose request it is.
  ///
  /// @throws AwsException if it must not come in
  Credential require(Request request, Instant now) {
    Signature given = request.signature().orElseThrow(() -> unsigned(request));
    Credential credential =
        credentials
            .find(given.accessKey())
            .orElseThrow(() ->
                AwsException.plain(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid."));
    requireCurrent(request.header().apply("x-amz-date"), given, now);
    requireScope(request, given);
    requireMade(request, given, credential);
    return credential;
  }

  /// When a request says that it was signed.
  static Instant signedAt(Request request) {
    return instant(request.header().apply("x-amz-date"));
  }

  private static void requireMade(Request request, Signature given, Credential credential) {
    String said = request.header().apply("x-amz-content-sha256");
    String hash = said.equals(UNSIGNED) ? UNSIGNED : Signature.payloadHash(request.body());
    boolean hashHolds = said.isEmpty() || said.equals(hash);
    Signature.Signed signed =
        new Signature.Signed(
            request.method(), request.rawPath(), request.rawQuery(), request.header(), hash);
    String amzDate = request.header().apply("x-amz-date");
    if (!hashHolds || !given.isOf(signed, amzDate, credential.secretKey())) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  private static void requireCurrent(String amzDate, Signature given, Instant now) {
    Instant signed = instant(amzDate);
    if (!amzDate.startsWith(given.date())) {
      throw invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '%s' != '%s', from '%s'."
                  .formatted(given.date(), amzDate.substring(0, 8), amzDate));
    }
    if (signed.isBefore(now.minus(SKEW_MAX))) {
      throw invalid(
          "Signature expired: %s is now earlier than %s (%s - 5 min.)"
              .formatted(amzDate, STAMP.format(now.minus(SKEW_MAX)), STAMP.format(now)));
    }
    if (signed.isAfter(now.plus(SKEW_MAX))) {
      throw invalid(
          "Signature not yet current: %s is still later than %s (%s + 5 min.)"
              .formatted(amzDate, STAMP.format(now.plus(SKEW_MAX)), STAMP.format(now)));
    }
  }

  private static Instant instant(String amzDate) {
    try {
      return STAMP.parse(amzDate, Instant::from);
    } catch (DateTimeParseException _) {
      throw AwsException.plain(
          403,
          "IncompleteSignatureException",
          "Date must be in ISO-8601 'basic format'. Got '" + amzDate + "'. See ISO-8601.");
    }
  }

  /// What is not signed anybody on the way could have changed.
  private void requireScope(Request request, Signature given) {
    if (!given.service().equals(service)) {
      throw invalid("Credential should be scoped to correct service: '" + service + "'.");
    }
    if (!given.headers().contains("host")) {
      throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String name : request.headerNames()) {
      if (name.startsWith("x-amz-") && !given.headers().contains(name)) {
        throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
  }

  private static AwsException unsigned(Request request) {
    String authorization = request.header().apply("authorization");
    return authorization.isEmpty()
        ? AwsException.plain(
            403, "MissingAuthenticationTokenException", "Missing Authentication Token")
        : AwsException.plain(
            403,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders'"
                + " parameters of AWS4-HMAC-SHA256. Authorization="
                + authorization.split("\\s", 2)[0]);
  }

  private static AwsException invalid(String message) {
    return AwsException.plain(403, "InvalidSignatureException", message);
  }
}
