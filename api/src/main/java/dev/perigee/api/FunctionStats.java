package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Functions and what their invocations came to.
///
/// @param count functions that match, of which `rows` has those that were asked for
/// @param totals over all functions of the tenant, whether they match or not
public record FunctionStats(int count, Amounts totals, List<Row> rows) implements Wire {

  /// Counts and amounts; quantiles of the handler's time are 0 where there are none.
  public record Amounts(
      long invocations,
      long errors,
      long throttled,
      long coldStarts,
      long p50Ns,
      long p99Ns,
      long energyMicroJ,
      long carbonNanoGramsCo2e,
      long costPicoUsd) {

    private void write(JsonGenerator json) throws IOException {
      json.writeNumberField("invocations", invocations);
      json.writeNumberField("errors", errors);
      json.writeNumberField("throttled", throttled);
      json.writeNumberField("coldStarts", coldStarts);
      Numbers.micro(json, "p50Ms", p50Ns);
      Numbers.micro(json, "p99Ms", p99Ns);
      Numbers.micro(json, "energyJ", energyMicroJ);
      Numbers.nano(json, "carbonGrams", carbonNanoGramsCo2e);
      Numbers.pico(json, "costUsd", costPicoUsd);
    }
  }

  /// @param deployed the function as it is deployed; empty if it is deleted
  public record Row(String name, Optional<FunctionView> deployed, Amounts amounts) {}

  public FunctionStats {
    rows = List.copyOf(rows);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("count", count);
    json.writeObjectFieldStart("totals");
    totals.write(json);
    json.writeEndObject();
    json.writeArrayFieldStart("functions");
    for (Row row : rows) {
      write(json, row);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    json.writeStringField("state", row.deployed().map(FunctionView::state).orElse("deleted"));
    if (row.deployed().isPresent()) {
      FunctionView view = row.deployed().get();
      json.writeStringField("runtime", view.runtime());
      json.writeNumberField("version", view.version());
      json.writeStringField("isolation", view.isolation());
      json.writeNumberField("memoryMb", view.memoryMb());
    }
    row.amounts().write(json);
    json.writeEndObject();
  }
}
