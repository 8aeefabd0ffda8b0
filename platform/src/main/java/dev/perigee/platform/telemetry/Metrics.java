package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.telemetry.TenantMeter.Tenants;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts every invocation, whoever asked for it. Adding takes no lock. How many series there are
/// is bounded: what goes beyond is summed up under [#OTHER], so that sums stay whole.
final class Metrics {
  /// Name of what has no series of its own. No tenant and no function can be called so.
  static final String OTHER = "(other)";

  private static final int FUNCTIONS_PER_TENANT_MAX = 500;
  private static final int FUNCTIONS_MAX = 5_000;

  private final Map<FunctionId, FunctionMeter> functions = new ConcurrentHashMap<>();
  private final Tenants tenants = new Tenants();

  void answered(FunctionId function, LedgerEntry entry) {
    meter(function).answered(entry);
    if (entry.coldStart()) {
      tenants.of(function.tenant()).cold(entry.phases());
    }
  }

  void refused(FunctionId function) {
    meter(function).refused();
  }

  Map<FunctionId, FunctionMeter> functions() {
    return functions;
  }

  Map<String, TenantMeter> tenants() {
    return tenants.all();
  }

  private FunctionMeter meter(FunctionId function) {
    FunctionMeter meter = functions.get(function);
    return meter != null ? meter : newMeter(function);
  }

  private FunctionMeter newMeter(FunctionId function) {
    FunctionId shown = hasRoom(function.tenant()) ? function : other(function.tenant());
    return functions.computeIfAbsent(shown, _ -> new FunctionMeter());
  }

  /// A few more than the bound may come in at the same moment.
  private boolean hasRoom(String tenant) {
    return functions.size() < FUNCTIONS_MAX
        && functions.keySet().stream().filter(known -> known.tenant().equals(tenant)).count()
            < FUNCTIONS_PER_TENANT_MAX;
  }

  private FunctionId other(String tenant) {
    boolean isFull = functions.size() >= FUNCTIONS_MAX + Tenants.COUNT_MAX;
    return new FunctionId(isFull ? OTHER : tenant, OTHER);
  }
}
