package dev.perigee.platform.telemetry;

import dev.perigee.model.ledger.Phases;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Cold starts of one tenant by phase.
final class TenantMeter {
  /// Names of the phases of a cold start, in the order of `phases`.
  static final String[] PHASES = {"queue", "place", "fetch", "sandbox", "init", "handler"};

  final Histogram[] phases = new Histogram[PHASES.length];

  TenantMeter() {
    for (int i = 0; i < phases.length; i++) {
      phases[i] = new Histogram();
    }
  }

  void cold(Phases took) {
    phases[0].add(took.queueNs());
    phases[1].add(took.placeNs());
    phases[2].add(took.fetchNs());
    phases[3].add(took.sandboxNs());
    phases[4].add(took.initNs());
    phases[5].add(took.handlerNs());
  }

  /// The meters of all tenants; those beyond the bound share one.
  static final class Tenants {
    static final int COUNT_MAX = 1_000;

    private final Map<String, TenantMeter> meters = new ConcurrentHashMap<>();

    TenantMeter of(String tenant) {
      TenantMeter meter = meters.get(tenant);
      if (meter != null) {
        return meter;
      }
      String shown = meters.size() < COUNT_MAX ? tenant : Metrics.OTHER;
      return meters.computeIfAbsent(shown, _ -> new TenantMeter());
    }

    Map<String, TenantMeter> all() {
      return meters;
    }
  }
}
