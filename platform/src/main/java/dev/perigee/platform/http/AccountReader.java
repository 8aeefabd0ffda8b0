package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.access.Rate;
import dev.perigee.platform.access.Role;
import dev.perigee.platform.control.Accounts.KeyRequest;
import dev.perigee.platform.control.Quota;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what tenants and keys are to be, and collects all that is wrong with it.
final class AccountReader {
  /// One limit of a quota.
  record Limit(String name, ToLongFunction<Quota> of) {}

  static final List<Limit> LIMITS =
      List.of(
          new Limit("functions", Quota::functions),
          new Limit("codeBytes", Quota::codeBytes),
          new Limit("concurrency", Quota::concurrency),
          new Limit("requestsPerS", Quota::requestsPerS));

  private static final BigDecimal LIMIT_MAX = BigDecimal.valueOf(1L << 50);
  private static final long RATE_MAX = 1_000_000;
  private static final List<String> OF_KEYS =
      List.of("role", "functions", "requestsPerS", "burst", "expiresUtc");
  private static final String ROLES =
      Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", "));

  private final Map<String, @Nullable Object> fields;
  private final List<String> problems = new ArrayList<>();

  private AccountReader(byte[] body, List<String> known) {
    this.fields = body.length == 0 ? Map.of() : Json.readObject(body);
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        problems.add("unknown key '%s': known are %s".formatted(name, String.join(", ", known)));
      }
    }
  }

  /// @throws WireException with everything that is wrong
  static Quota quota(byte[] body) {
    AccountReader reader = new AccountReader(body, LIMITS.stream().map(Limit::name).toList());
    Quota quota =
        new Quota(
            reader.limit("functions"),
            reader.limit("codeBytes"),
            reader.limit("concurrency"),
            reader.limit("requestsPerS"));
    reader.check();
    return quota;
  }

  /// @throws WireException with everything that is wrong
  static KeyRequest key(String tenant, byte[] body) {
    AccountReader reader = new AccountReader(body, OF_KEYS);
    KeyRequest request =
        new KeyRequest(
            tenant, reader.role(), reader.functions(), reader.rate(), reader.expiresUtcNs());
    reader.check();
    return request;
  }

  private long limit(String name) {
    @Nullable Object value = fields.get(name);
    if (value == null) {
      return Quota.UNLIMITED;
    }
    if (value instanceof BigDecimal number
        && number.signum() >= 0
        && number.compareTo(LIMIT_MAX) <= 0
        && number.stripTrailingZeros().scale() <= 0) {
      return number.longValueExact();
    }
    problems.add("%s is %s: it has to be a whole number from 0, or null".formatted(name, value));
    return Quota.UNLIMITED;
  }

  private Role role() {
    String text = fields.get("role") instanceof String said ? said : "";
    return Role.of(text)
        .orElseGet(() -> {
          problems.add("role is '%s': it has to be one of %s".formatted(text, ROLES));
          return Role.VIEWER;
        });
  }

  /// At once as many as in a second, if nothing else is said.
  private Optional<Rate> rate() {
    long perS = fromOne("requestsPerS");
    long burst = fromOne("burst");
    if (perS < 0 && burst > 0) {
      problems.add("burst is " + burst + " without requestsPerS: say both");
    }
    return perS < 1
        ? Optional.empty()
        : Optional.of(Rate.perS(Math.min(perS, RATE_MAX), burst < 1 ? perS : burst));
  }

  private long fromOne(String name) {
    long value = limit(name);
    if (value == 0 || value > RATE_MAX) {
      problems.add("%s is %d: it has to be 1..%d, or null".formatted(name, value, RATE_MAX));
    }
    return value;
  }

  private SortedSet<String> functions() {
    SortedSet<String> names = new TreeSet<>();
    @Nullable Object value = fields.get("functions");
    if (value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance)) {
      list.forEach(name -> names.add(String.valueOf(name)));
    } else if (value != null) {
      problems.add("functions is %s: it has to be a list of names".formatted(value));
    }
    return names;
  }

  private OptionalLong expiresUtcNs() {
    @Nullable Object value = fields.get("expiresUtc");
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      Instant at = Instant.parse(String.valueOf(value));
      return OptionalLong.of(
          Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano()));
    } catch (DateTimeParseException | ArithmeticException _) {
      problems.add(
          "expiresUtc is '%s': write a time in UTC such as 2027-01-31T00:00:00Z".formatted(value));
      return OptionalLong.empty();
    }
  }

  private void check() {
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
  }
}
