package dev.perigee.platform.access;

import dev.perigee.platform.access.Credentials.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/// Whether a request is signed as AWS Signature Version 4 wants it.
///
/// @param credentials who may sign
/// @param service that the scope has to name
/// @param toll what may refuse who signed, before a body is read whose hash was said
record SignatureCheck(
    Credentials credentials, String service, SigningKeys keys, Consumer<Caller> toll) {
  private static final String PAYLOAD_HASH = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// Whose request it is.
  ///
  /// @throws AccessException if it must not come in
  Credential require(AccessRequest request, Instant now) {
    Signature given = request.signature().orElseThrow(() -> unsigned(request));
    Credential credential =
        credentials.find(given.accessKey()).orElseThrow(AccessException::unknownKey);
    requireCurrent(request.header().apply("x-amz-date"), given, now);
    requireScope(request, given);
    requireMade(request, given, credential);
    return credential;
  }

  /// When a request says that it was signed.
  static Instant signedAt(AccessRequest request) {
    return instant(request.header().apply("x-amz-date"));
  }

  /// A hash that the request says is checked with the signature, before the body is read.
  private void requireMade(AccessRequest request, Signature given, Credential credential) {
    String said = request.header().apply(PAYLOAD_HASH);
    String hash = said.isEmpty() ? hash(request) : said;
    SigningKeys.Source source = new SigningKeys.Source(credential.secretKey(), given.scope());
    byte[] key = keys.get(source);
    Signature.Signed signed =
        new Signature.Signed(
            request.method(), request.rawPath(), request.rawQuery(), request.header(), hash);
    boolean isMade = given.isOf(signed, request.header().apply("x-amz-date"), key);
    if (isMade) {
      toll.accept(credential.caller());
    }
    boolean holds =
        isMade && (said.isEmpty() || said.equals(UNSIGNED) || said.equals(hash(request)));
    if (!holds) {
      throw AccessException.invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
    keys.keep(source, key);
  }

  private static String hash(AccessRequest request) {
    return Signature.payloadHash(request.body().get());
  }

  private static void requireCurrent(String amzDate, Signature given, Instant now) {
    Instant signed = instant(amzDate);
    if (!amzDate.startsWith(given.date())) {
      throw AccessException.invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '%s' != '%s', from '%s'."
                  .formatted(given.date(), amzDate.substring(0, 8), amzDate));
    }
    if (signed.isBefore(now.minus(SKEW_MAX))) {
      throw AccessException.invalid(
          "Signature expired: %s is now earlier than %s (%s - 5 min.)"
              .formatted(amzDate, STAMP.format(now.minus(SKEW_MAX)), STAMP.format(now)));
    }
    if (signed.isAfter(now.plus(SKEW_MAX))) {
      throw AccessException.invalid(
          "Signature not yet current: %s is still later than %s (%s + 5 min.)"
              .formatted(amzDate, STAMP.format(now.plus(SKEW_MAX)), STAMP.format(now)));
    }
  }

  private static Instant instant(String amzDate) {
    try {
      return STAMP.parse(amzDate, Instant::from);
    } catch (DateTimeParseException _) {
      throw AccessException.incomplete(
          "Date must be in ISO-8601 'basic format'. Got '" + amzDate + "'. See ISO-8601.");
    }
  }

  /// What is not signed anybody on the way could have changed.
  private void requireScope(AccessRequest request, Signature given) {
    if (!given.service().equals(service)) {
      throw AccessException.invalid(
          "Credential should be scoped to correct service: '" + service + "'.");
    }
    if (!given.headers().contains("host")) {
      throw AccessException.invalid(
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String name : request.headerNames()) {
      if (hasToBeSigned(name) && !given.headers().contains(name)) {
        throw AccessException.invalid(
            "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
  }

  /// What says for whom the request is decides as much as what it asks for.
  private static boolean hasToBeSigned(String headerName) {
    return headerName.startsWith("x-amz-") || headerName.equals("perigee-tenant");
  }

  private static AccessException unsigned(AccessRequest request) {
    String authorization = request.header().apply("authorization");
    return authorization.isEmpty()
        ? AccessException.missing("Missing Authentication Token")
        : AccessException.incomplete(
            "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders'"
                + " parameters of AWS4-HMAC-SHA256. Authorization="
                + authorization.split("\\s", 2)[0]);
  }
}
