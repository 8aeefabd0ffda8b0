package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.control.Estimates;
import dev.perigee.platform.control.FunctionName;
import io.helidon.http.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Says what calls of a function will come to.
record EstimateRoute(Estimates estimates) {
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final int NS_PER_MS_DIGITS = 6;
  private static final List<String> KNOWN =
      List.of("function", "memoryMb", "durationMs", "ratePerS", "invocations");

  List<Route> routes() {
    return List.of(new Route("POST", "/v1/estimate", this::estimate));
  }

  private void estimate(Exchange exchange) throws IOException {
    exchange.parameters().check();
    byte[] body = TriggerRoutes.body(exchange, BODY_BYTES_MAX);
    Map<String, @Nullable Object> fields = body.length == 0 ? Map.of() : Json.readObject(body);
    exchange.json(Status.OK_200, estimates.of(question(exchange.tenant(), fields)));
  }

  private static Estimates.Question question(String tenant, Map<String, @Nullable Object> fields) {
    List<String> problems = new ArrayList<>();
    fields.keySet().stream()
        .filter(each -> !KNOWN.contains(each))
        .forEach(each -> problems.add("unknown key '%s': known are %s".formatted(each, KNOWN)));
    Optional<BigDecimal> memoryMb = number(fields, "memoryMb", "16", "1048576", problems);
    Optional<BigDecimal> durationMs = number(fields, "durationMs", "0", "900000", problems);
    Optional<BigDecimal> rate = number(fields, "ratePerS", "0", "1e9", problems);
    Optional<BigDecimal> count = number(fields, "invocations", "0", "1e15", problems);
    if (rate.isPresent() && count.isPresent()) {
      problems.add("ratePerS and invocations say the same: give one");
    }
    if (fields.get("function") != null && !(fields.get("function") instanceof String)) {
      problems.add("function is " + fields.get("function") + ": it has to be a name");
    }
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
    String name = fields.get("function") instanceof String text ? text : "";
    return new Estimates.Question(
        new FunctionName(tenant, name),
        memoryMb.map(each -> OptionalInt.of(each.intValue())).orElse(OptionalInt.empty()),
        durationMs
            .map(each -> OptionalLong.of(each.movePointRight(NS_PER_MS_DIGITS).longValue()))
            .orElse(OptionalLong.empty()),
        rate.map(each -> OptionalDouble.of(each.doubleValue())).orElse(OptionalDouble.empty()),
        count.map(each -> OptionalLong.of(each.longValue())).orElse(OptionalLong.empty()));
  }

  private static Optional<BigDecimal> number(
      Map<String, @Nullable Object> fields,
      String name,
      String min,
      String max,
      List<String> problems) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof BigDecimal number
        && number.compareTo(new BigDecimal(min)) >= 0
        && number.compareTo(new BigDecimal(max)) <= 0) {
      return Optional.of(number);
    }
    problems.add("%s is %s: it has to be a number from %s to %s".formatted(name, value, min, max));
    return Optional.empty();
  }
}
