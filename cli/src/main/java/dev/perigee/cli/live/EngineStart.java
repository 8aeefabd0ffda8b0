package dev.perigee.cli.live;

import dev.perigee.engine.EngineSetting;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.world.Entry;
import java.util.List;

/// What an engine begins with.
final class EngineStart {
  private EngineStart() {}

  static EngineSetting setting(LivePlatform.Options options) {
    PolicyRegistry policies = PolicyRegistry.load();
    return EngineSetting.of(
        0,
        policies.placement(options.placement()),
        new FixedKeepAlive(options.keepAlive().toNanos(), FixedKeepAlive.FREEZE_AFTER_NS_DEFAULT));
  }

  /// The epoch of the engine that goes on after these entries.
  static int epoch(List<Entry> past) {
    int epoch = 1;
    for (Entry entry : past) {
      if (entry instanceof Entry.Started started) {
        epoch = started.epoch() + 1;
      }
    }
    return epoch;
  }
}
