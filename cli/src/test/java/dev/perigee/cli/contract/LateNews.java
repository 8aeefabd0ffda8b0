package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Schedule.Rank;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.node.NodeListener;

/// What one life of a node says: news of itself may take a while, and after its end nothing is
/// heard.
final class LateNews implements NodeListener {
  private final Schedule schedule;
  private final NodeListener listener;
  private long lateNs;
  private boolean silent;

  LateNews(Schedule schedule, NodeListener listener) {
    this.schedule = schedule;
    this.listener = listener;
  }

  void late(long newLateNs) {
    lateNs = newLateNs;
  }

  void silence() {
    silent = true;
  }

  @Override
  public void demanded(String node, FunctionId function, int workerCount) {
    if (!silent) {
      listener.demanded(node, function, workerCount);
    }
  }

  @Override
  public void released(String node, FunctionId function, int version, int workerCount) {
    if (!silent) {
      listener.released(node, function, version, workerCount);
    }
  }

  @Override
  public void observed(Node node) {
    schedule.add(
        schedule.nowNs() + lateNs,
        Rank.NODE_CHANGE,
        () -> {
          if (!silent) {
            listener.observed(node);
          }
        });
  }

  @Override
  public void restarted(Node node) {
    listener.restarted(node);
  }

  @Override
  public void lost(String node) {
    listener.lost(node);
  }
}
