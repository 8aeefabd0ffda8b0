package dev.perigee.policy.keepalive;

import dev.perigee.model.ModelException;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.policy.spi.KeepAlivePolicy;

/// The same time for every function, as most platforms do.
public final class FixedKeepAlive implements KeepAlivePolicy {
  /// Ten minutes, the usual observation of AWS Lambda (Shahrad et al., Serverless in the Wild, ATC
  /// 2020, section 1).
  public static final long KEEP_ALIVE_NS_DEFAULT = 600_000_000_000L;

  /// Freezing costs 0.5 ms and thawing 0.15 ms, so a sandbox that is called again within 50 ms
  /// stays awake.
  public static final long FREEZE_AFTER_NS_DEFAULT = 50_000_000L;

  private final KeepAlive keepAlive;

  public FixedKeepAlive(long keepAliveNs, long freezeAfterNs) {
    ModelException.require(keepAliveNs >= 0, "keepAliveNs >= 0", keepAliveNs);
    this.keepAlive =
        new KeepAlive(keepAliveNs, freezeAfterNs, "fixed " + keepAliveNs / 1_000_000 + " ms");
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public KeepAlive decide(FunctionSpec function, Snapshot snapshot, int nodeIndex) {
    return keepAlive;
  }
}
