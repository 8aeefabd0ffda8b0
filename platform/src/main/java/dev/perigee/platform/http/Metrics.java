package dev.perigee.platform.http;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what passes the front door, per function; read as Prometheus text.
final class Metrics {
  private final Map<FunctionId, FunctionMeter> functions = new ConcurrentHashMap<>();

  void answered(FunctionId function, LedgerEntry entry) {
    meter(function).answered(entry);
  }

  void refused(FunctionId function) {
    meter(function).refused();
  }

  Map<FunctionId, FunctionMeter> functions() {
    return functions;
  }

  private FunctionMeter meter(FunctionId function) {
    FunctionMeter meter = functions.get(function);
    return meter != null ? meter : functions.computeIfAbsent(function, _ -> new FunctionMeter());
  }
}
