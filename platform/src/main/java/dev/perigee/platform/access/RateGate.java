package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/// Lets in as many requests of a tenant as it may make in a second, after a gate that says whose
/// they are. A tenant that was quiet may make the requests of one second at once.
///
/// Source: generic cell rate algorithm (ITU-T I.371), which needs one number per tenant.
public final class RateGate implements Gate {
  private static final long NS_PER_S = 1_000_000_000L;

  private final Gate gate;
  private final ToLongFunction<String> requestsPerS;
  private final Clock clock;
  private final Map<String, Long> dueNs = new ConcurrentHashMap<>();

  /// @param requestsPerS of a tenant; 0 or less: any number
  public RateGate(Gate gate, ToLongFunction<String> requestsPerS, Clock clock) {
    this.gate = gate;
    this.requestsPerS = requestsPerS;
    this.clock = clock;
  }

  @Override
  public Caller admit(AccessRequest request) {
    Caller caller = gate.admit(request);
    long perS = requestsPerS.applyAsLong(caller.tenant());
    if (perS > 0 && !take(caller.tenant(), perS)) {
      throw AccessException.throttled();
    }
    return caller;
  }

  private boolean take(String tenant, long perS) {
    long nowNs = clock.monoNs();
    boolean[] taken = new boolean[1];
    var _ =
        dueNs.compute(
            tenant,
            (_, known) -> {
              long due = known == null ? nowNs : Math.max(known, nowNs);
              taken[0] = due - nowNs <= NS_PER_S - NS_PER_S / perS;
              return taken[0] ? due + NS_PER_S / perS : due;
            });
    return taken[0];
  }
}
