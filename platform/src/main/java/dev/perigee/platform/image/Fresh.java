package dev.perigee.platform.image;

import dev.perigee.fabric.image.ImageStore;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Images that were loaded a moment ago, of which something may be deployed next. They are held for
/// a while, and forgotten at a restart.
final class Fresh {
  private static final long HELD_NS = Duration.ofMinutes(10).toNanos();

  private record Key(String tenant, String sha256) {}

  private record Held(ImageStore.Loaded loaded, long untilNs) {}

  private final LongSupplier monoNs;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();

  Fresh(LongSupplier monoNs) {
    this.monoNs = monoNs;
  }

  void add(String tenant, ImageStore.Loaded loaded) {
    Held before =
        held.put(
            new Key(tenant, loaded.image().sha256()),
            new Held(loaded, monoNs.getAsLong() + HELD_NS));
    if (before != null) {
      before.loaded().close();
    }
  }

  boolean contains(String tenant, String sha256) {
    return held.containsKey(new Key(tenant, sha256));
  }

  /// It is deployed, or has a name: something else refers to it now.
  void remove(String tenant, String sha256) {
    Held before = held.remove(new Key(tenant, sha256));
    if (before != null) {
      before.loaded().close();
    }
  }

  void expire() {
    for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
      Held one = each.next();
      if (one.untilNs() - monoNs.getAsLong() < 0) {
        each.remove();
        one.loaded().close();
      }
    }
  }
}
