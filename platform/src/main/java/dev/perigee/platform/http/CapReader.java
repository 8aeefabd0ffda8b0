package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a cap and collects all that is wrong with it.
final class CapReader {
  private static final String WINDOW = "windowS";
  private static final BigDecimal WINDOW_S_MAX = BigDecimal.valueOf(31_622_400);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final String KNOWN =
      Arrays.stream(Amount.values()).map(Amount::text).collect(Collectors.joining(", "));

  private final List<String> problems = new ArrayList<>();

  private CapReader() {}

  /// @throws WireException with everything that is wrong
  static Cap read(byte[] body) {
    CapReader reader = new CapReader();
    Map<String, @Nullable Object> fields = Json.readObject(body);
    TreeMap<Amount, Long> limits = new TreeMap<>();
    long windowNs = Cap.WINDOW_NS_DEFAULT;
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      Optional<Amount> amount = Amount.of(field.getKey());
      if (amount.isPresent()) {
        limits.put(amount.get(), reader.limit(amount.get(), field.getValue()));
      } else if (field.getKey().equals(WINDOW)) {
        windowNs = reader.window(field.getValue());
      } else {
        reader.problems.add(
            "unknown key '%s': known are %s, %s".formatted(field.getKey(), KNOWN, WINDOW));
      }
    }
    if (limits.isEmpty() && reader.problems.isEmpty()) {
      reader.problems.add("a cap limits something: give at least one of " + KNOWN);
    }
    if (!reader.problems.isEmpty()) {
      throw new WireException(reader.problems);
    }
    return new Cap(limits, windowNs);
  }

  private long limit(Amount amount, @Nullable Object value) {
    if (value instanceof BigDecimal number && number.signum() >= 0) {
      BigDecimal units =
          number.movePointRight(amount.decimals()).setScale(0, RoundingMode.HALF_EVEN);
      if (units.compareTo(LONG_MAX) < 0) {
        return units.longValueExact();
      }
    }
    problems.add("%s is %s: it has to be a number from 0".formatted(amount.text(), value));
    return 0;
  }

  private long window(@Nullable Object value) {
    if (value instanceof BigDecimal number
        && number.signum() > 0
        && number.compareTo(WINDOW_S_MAX) <= 0
        && number.movePointRight(6).compareTo(BigDecimal.ONE) >= 0) {
      return number.movePointRight(9).longValue();
    }
    problems.add("windowS is %s: it has to be above 0, at most %s".formatted(value, WINDOW_S_MAX));
    return Cap.WINDOW_NS_DEFAULT;
  }
}
