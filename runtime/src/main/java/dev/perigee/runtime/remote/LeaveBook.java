package dev.perigee.runtime.remote;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.wire.NodeNotice.Leave;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who gave how much leave on this node: its control plane, or its own engine while it was alone.
/// What the pool gives back goes to the own engine first, whose leave is the temporary one.
///
/// The pool may give leave back before the one who gave it has heard that it was accepted; a count
/// is then below 0 for a moment.
public final class LeaveBook {
  private record Key(FunctionId function, int version) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::function).thenComparingInt(Key::version);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Key, Integer> own = new TreeMap<>();
  private final TreeMap<Key, Integer> controls = new TreeMap<>();

  /// The node's own engine gave leave.
  synchronized void ownGave(Placement placement) {
    add(own, new Key(placement.function(), placement.version()), placement.workerCount());
  }

  /// The control plane gave leave.
  synchronized void controlGave(Placement placement) {
    add(controls, new Key(placement.function(), placement.version()), placement.workerCount());
  }

  /// The pool gave leave back. Returns how much of it was the own engine's; the rest was the
  /// control plane's.
  synchronized int giveBack(FunctionId function, int version, int workerCount) {
    Key key = new Key(function, version);
    int ownCount = Math.min(workerCount, Math.max(0, own.getOrDefault(key, 0)));
    add(own, key, -ownCount);
    add(controls, key, ownCount - workerCount);
    return ownCount;
  }

  /// What is left of the control plane's leave.
  synchronized List<Leave> ofControl() {
    List<Leave> leave = new ArrayList<>();
    controls.forEach((key, count) -> {
      if (count > 0) {
        leave.add(new Leave(key.function(), key.version(), count));
      }
    });
    return leave;
  }

  private static void add(Map<Key, Integer> counts, Key key, int change) {
    int count = counts.getOrDefault(key, 0) + change;
    if (count == 0) {
      counts.remove(key);
    } else {
      counts.put(key, count);
    }
  }
}
