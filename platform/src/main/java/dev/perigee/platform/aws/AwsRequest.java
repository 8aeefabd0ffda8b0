package dev.perigee.platform.aws;

import dev.perigee.api.Json;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.http.CallerContext;
import dev.perigee.platform.http.Exchange;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/// One request of an AWS client.
///
/// @param body what was sent, whole
record AwsRequest(Exchange exchange, String tenant, String region, byte[] body) {

  static AwsRequest of(Exchange exchange, byte[] body) {
    return new AwsRequest(exchange, exchange.tenant(), CallerContext.region(exchange), body);
  }

  /// The function that the path names.
  FunctionRef function() {
    return FunctionRef.of(tenant, region, exchange.name(), query("Qualifier"));
  }

  /// The function that the path names, which has to be there.
  FunctionRef known(Versions versions) {
    FunctionRef function = function();
    if (versions.resolve(function.name(), function.qualifierOrLatest()).isEmpty()) {
      throw function.notFound();
    }
    return function;
  }

  /// A function that the body names.
  FunctionRef function(String text) {
    return FunctionRef.of(tenant, region, text, Optional.empty());
  }

  /// A value of the path, from 0.
  String value(int index) {
    return exchange.values().get(index);
  }

  Optional<String> query(String name) {
    return all(name).stream().findFirst().filter(text -> !text.isEmpty());
  }

  /// Whether a function is meant to run itself; not of AWS.
  boolean allowsCycle() {
    return query("allowCycle").equals(Optional.of("true"));
  }

  List<String> all(String name) {
    UriQuery query = exchange.request().query();
    return query.contains(name) ? query.all(name) : List.of();
  }

  int countMax(int most) {
    String text = query("MaxItems").orElse(Integer.toString(most));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw AwsException.validation(
          "'" + text + "'", "maxItems", "have value greater than or equal to 1");
    }
    return Math.min(most, Integer.parseInt(text));
  }

  Optional<String> header(HeaderName name) {
    return exchange.request().headers().contains(name)
        ? Optional.of(exchange.request().headers().get(name).get())
        : Optional.empty();
  }

  /// The fields of a body that is a JSON object; an empty one has none.
  Fields fields() {
    if (body.length == 0) {
      return Fields.NONE;
    }
    try {
      return new Fields(Json.readObject(body));
    } catch (WireException e) {
      throw AwsException.content(String.join("; ", e.problems()));
    }
  }

  void answer(int status, Wire json) {
    exchange.json(Status.create(status), json);
  }

  void done() {
    exchange.response().status(Status.NO_CONTENT_204).send();
  }
}
