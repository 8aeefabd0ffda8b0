package dev.perigee.platform.aws;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.aws.Credentials.Credential;
import dev.perigee.platform.http.Exchange;
import dev.perigee.world.Clock;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;

/// Lets requests in: finds out whose they are and whether they are signed as they must be.
record Door(Credentials credentials, Clock clock) {
  private static final String SERVICE = "lambda";

  /// Whether everybody may come in.
  boolean isOpen() {
    return credentials.areAny();
  }

  /// @throws AwsException if the request must not come in
  AwsRequest open(Exchange exchange, byte[] body) {
    SignatureCheck.Request request = request(exchange, body);
    String region = request.signature().map(Signature::region).orElse(FunctionArn.REGION_DEFAULT);
    if (credentials.areAny()) {
      return new AwsRequest(exchange, exchange.tenant(), region, body);
    }
    Credential credential =
        new SignatureCheck(credentials, SERVICE).require(request, Times.instant(clock.utcNs()));
    return new AwsRequest(exchange, credential.tenant(), region, body);
  }

  private static SignatureCheck.Request request(Exchange exchange, byte[] body) {
    List<String> names = new ArrayList<>();
    for (Header header : exchange.request().headers()) {
      names.add(header.headerName().lowerCase());
    }
    return new SignatureCheck.Request(
        exchange.method(),
        exchange.request().path().rawPath(),
        exchange.request().query().rawValue(),
        names,
        name -> header(exchange, HeaderNames.create(name)),
        body);
  }

  private static String header(Exchange exchange, HeaderName name) {
    return exchange.request().headers().contains(name)
        ? exchange.request().headers().get(name).values()
        : "";
  }
}
