package dev.perigee.platform.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.engine.cap.Amount;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;

/// What calls of a function are expected to come to.
///
/// @param known whether it is deployed
/// @param source `ledger` if it follows from the function's own entries, `model` otherwise
/// @param basis what the ranges mean, in words
/// @param seen entries that were taken into account
/// @param prices whose prices, and of which day
/// @param caps what it would use of each limit that concerns the function
public record Estimate(
    FunctionName function,
    boolean known,
    String source,
    String basis,
    long seen,
    int memoryMb,
    Range durationMs,
    SortedMap<Amount, Range> perInvocation,
    OptionalDouble ratePerS,
    OptionalLong invocations,
    String prices,
    List<Share> caps)
    implements Wire {
  private static final double S_PER_DAY = 86_400;
  private static final int DAYS_PER_MONTH = 30;

  /// What the expected calls use of a limit.
  ///
  /// @param usedFraction what is used now
  /// @param expectedFraction what is used when the window is full of these calls
  /// @param exhaustedAfterS empty if it will not be
  public record Share(
      Safeguards.Subject subject,
      Amount amount,
      double limit,
      double usedFraction,
      double expectedFraction,
      OptionalDouble exhaustedAfterS)
      implements Wire {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("kind", subject.kind().text());
      json.writeStringField("name", subject.name());
      json.writeStringField("amount", amount.text());
      json.writeNumberField("limit", Range.shown(limit));
      json.writeNumberField("usedFraction", Range.shown(usedFraction));
      json.writeNumberField("expectedFraction", Range.shown(expectedFraction));
      if (exhaustedAfterS.isPresent()) {
        json.writeNumberField("exhaustedAfterS", Range.shown(exhaustedAfterS.getAsDouble()));
      }
      json.writeEndObject();
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("function", function.name());
    json.writeBooleanField("known", known);
    json.writeStringField("source", source);
    json.writeStringField("basis", basis);
    json.writeNumberField("seen", seen);
    json.writeNumberField("memoryMb", memoryMb);
    json.writeFieldName("durationMs");
    durationMs.write(json);
    write(json, "perInvocation", 1);
    if (ratePerS.isPresent()) {
      json.writeNumberField("ratePerS", Range.shown(ratePerS.getAsDouble()));
      double perDay = ratePerS.getAsDouble() * S_PER_DAY;
      write(json, "perDay", perDay);
      write(json, "perMonth", perDay * DAYS_PER_MONTH);
    }
    if (invocations.isPresent()) {
      json.writeNumberField("invocations", invocations.getAsLong());
      write(json, "total", (double) invocations.getAsLong());
    }
    json.writeStringField("prices", prices);
    json.writeArrayFieldStart("caps");
    for (Share cap : caps) {
      cap.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, String name, double factor) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Amount, Range> each : perInvocation.entrySet()) {
      json.writeFieldName(each.getKey().text());
      each.getValue().times(factor).write(json);
    }
    json.writeEndObject();
  }
}
