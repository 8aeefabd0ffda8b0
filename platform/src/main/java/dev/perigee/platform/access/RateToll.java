package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// Takes as many requests as a key may make, and its tenant with all its keys. Who was quiet may
/// make some at once: of a tenant those of one second.
public final class RateToll implements Consumer<Caller> {
  private final ToLongFunction<String> requestsPerS;
  private final Rates keys;
  private final Rates tenants;

  /// @param requestsPerS of a tenant; 0 or less: any number
  public RateToll(ToLongFunction<String> requestsPerS, Clock clock) {
    this.requestsPerS = requestsPerS;
    this.keys = new Rates(clock);
    this.tenants = new Rates(clock);
  }

  /// @throws AccessException if it is more
  @Override
  public void accept(Caller caller) {
    caller.rate().ifPresent(rate -> take(keys, caller.keyId(), rate));
    long perS = requestsPerS.applyAsLong(caller.tenant());
    if (perS > 0) {
      take(tenants, caller.tenant(), Rate.perS(perS, perS));
    }
  }

  private static void take(Rates rates, String who, Rate rate) {
    long waitNs = rates.take(who, rate);
    if (waitNs > 0) {
      throw AccessException.throttled(waitNs);
    }
  }
}
