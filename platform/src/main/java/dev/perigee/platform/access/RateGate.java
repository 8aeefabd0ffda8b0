package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.util.function.ToLongFunction;

/// Lets in as many requests of a tenant as it may make in a second, after a gate that says whose
/// they are. A tenant that was quiet may make the requests of one second at once.
public final class RateGate implements Gate {
  private final Gate gate;
  private final ToLongFunction<String> requestsPerS;
  private final Rates tenants;

  /// @param requestsPerS of a tenant; 0 or less: any number
  public RateGate(Gate gate, ToLongFunction<String> requestsPerS, Clock clock) {
    this.gate = gate;
    this.requestsPerS = requestsPerS;
    this.tenants = new Rates(clock);
  }

  @Override
  public Caller admit(AccessRequest request) {
    Caller caller = gate.admit(request);
    long perS = requestsPerS.applyAsLong(caller.tenant());
    if (perS > 0) {
      long waitNs = tenants.take(caller.tenant(), Rate.perS(perS));
      if (waitNs > 0) {
        throw AccessException.throttled(waitNs);
      }
    }
    return caller;
  }
}
