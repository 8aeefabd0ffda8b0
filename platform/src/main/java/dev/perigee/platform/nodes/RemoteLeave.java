package dev.perigee.platform.nodes;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.wire.NodeNotice.Leave;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the control plane believes to have given a node leave for. Words of the node are taken at
/// most up to this, so that leave of a plan whose answer was lost is not given back twice. Placed
/// is counted when it is asked, for a release may overtake the answer.
final class RemoteLeave {
  private record Key(FunctionId function, int version) {}

  private final Map<Key, Integer> counts = new HashMap<>();

  synchronized void asked(Placement placement) {
    counts.merge(
        new Key(placement.function(), placement.version()), placement.workerCount(), Integer::sum);
  }

  synchronized void notGiven(Placement placement) {
    var _ = take(placement.function(), placement.version(), placement.workerCount());
  }

  /// Takes given-back leave out; returns how much of it was known.
  synchronized int take(FunctionId function, int version, int workerCount) {
    Key key = new Key(function, version);
    int before = counts.getOrDefault(key, 0);
    int taken = Math.min(before, workerCount);
    if (taken == before) {
      counts.remove(key);
    } else {
      counts.put(key, before - taken);
    }
    return taken;
  }

  /// The node says what is left. Returns what was given back out of contact.
  synchronized List<Leave> reconcile(List<Leave> left) {
    Map<Key, Integer> there = new HashMap<>();
    left.forEach(each -> there.put(new Key(each.function(), each.version()), each.workerCount()));
    List<Leave> gone = new ArrayList<>();
    counts.forEach((key, count) -> {
      int missing = count - there.getOrDefault(key, 0);
      if (missing > 0) {
        gone.add(new Leave(key.function(), key.version(), missing));
      }
    });
    gone.sort((a, b) -> a.function().compareTo(b.function()));
    gone.forEach(each -> take(each.function(), each.version(), each.workerCount()));
    return gone;
  }

  synchronized void clear() {
    counts.clear();
  }
}
