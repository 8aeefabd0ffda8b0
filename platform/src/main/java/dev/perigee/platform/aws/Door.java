package dev.perigee.platform.aws;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.aws.Credentials.Credential;
import dev.perigee.platform.http.Exchange;
import dev.perigee.world.Clock;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Lets requests in: finds out whose they are and whether they are signed as they must be.
record Door(Credentials credentials, Clock clock) {
  private static final HeaderName AMZ_DATE = HeaderNames.create("X-Amz-Date");
  private static final HeaderName CONTENT_SHA256 = HeaderNames.create("x-amz-content-sha256");
  private static final String SERVICE = "lambda";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// Whether everybody may come in.
  boolean isOpen() {
    return credentials.areAny();
  }

  /// @throws AwsException if the request must not come in
  AwsRequest open(Exchange exchange, byte[] body) {
    Optional<Signature> signature =
        header(exchange, HeaderNames.AUTHORIZATION).flatMap(Signature::parse);
    String region = signature.map(Signature::region).orElse(FunctionArn.REGION_DEFAULT);
    if (credentials.areAny()) {
      return new AwsRequest(exchange, exchange.tenant(), region, body);
    }
    Signature given = signature.orElseThrow(() -> unsigned(exchange));
    Credential credential =
        credentials
            .find(given.accessKey())
            .orElseThrow(() ->
                AwsException.plain(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid."));
    verify(exchange, body, given, credential);
    return new AwsRequest(exchange, credential.tenant(), region, body);
  }

  private void verify(Exchange exchange, byte[] body, Signature given, Credential credential) {
    String amzDate = header(exchange, AMZ_DATE).orElse("");
    requireCurrent(amzDate, given);
    requireScope(exchange, given);
    String said = header(exchange, CONTENT_SHA256).orElse("");
    String hash = said.equals(UNSIGNED) ? UNSIGNED : Signature.payloadHash(body);
    boolean hashHolds = said.isEmpty() || said.equals(hash);
    if (!hashHolds || !given.isOf(signed(exchange, hash), amzDate, credential.secretKey())) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  private static Signature.Signed signed(Exchange exchange, String payloadHash) {
    return new Signature.Signed(
        exchange.method(),
        exchange.request().path().rawPath(),
        exchange.request().query().rawValue(),
        name -> header(exchange, HeaderNames.create(name)).orElse(""),
        payloadHash);
  }

  private void requireCurrent(String amzDate, Signature given) {
    Instant now = Times.instant(clock.utcNs());
    Instant signed;
    try {
      signed = STAMP.parse(amzDate, Instant::from);
    } catch (DateTimeParseException _) {
      throw AwsException.plain(
          403,
          "IncompleteSignatureException",
          "Date must be in ISO-8601 'basic format'. Got '" + amzDate + "'. See ISO-8601.");
    }
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

  /// What is not signed anybody on the way could have changed.
  private static void requireScope(Exchange exchange, Signature given) {
    if (!given.service().equals(SERVICE)) {
      throw invalid("Credential should be scoped to correct service: '" + SERVICE + "'.");
    }
    if (!given.headers().contains("host")) {
      throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (Header header : exchange.request().headers()) {
      String name = header.headerName().lowerCase();
      if (name.startsWith("x-amz-") && !given.headers().contains(name)) {
        throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
  }

  private static AwsException unsigned(Exchange exchange) {
    Optional<String> authorization = header(exchange, HeaderNames.AUTHORIZATION);
    return authorization.isEmpty()
        ? AwsException.plain(
            403, "MissingAuthenticationTokenException", "Missing Authentication Token")
        : AwsException.plain(
            403,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders'"
                + " parameters of AWS4-HMAC-SHA256. Authorization="
                + authorization.get().split("\\s", 2)[0]);
  }

  private static AwsException invalid(String message) {
    return AwsException.plain(403, "InvalidSignatureException", message);
  }

  private static Optional<String> header(Exchange exchange, HeaderName name) {
    return exchange.request().headers().contains(name)
        ? Optional.of(exchange.request().headers().get(name).values())
        : Optional.empty();
  }
}
