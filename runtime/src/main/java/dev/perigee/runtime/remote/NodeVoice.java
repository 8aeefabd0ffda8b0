package dev.perigee.runtime.remote;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.wire.NodeNotice;
import dev.perigee.world.wire.NodeWire;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a node says: to its control plane while there is contact, to its own engine while there is
/// none. Leave that is given back out of contact needs no message: the first word of the next
/// contact says what is left.
public final class NodeVoice implements NodeListener {
  /// A full send queue is the link being slower than the node; a moment's wait is the honest
  /// answer, and beyond it the next contact makes it good.
  private static final int ROOM_MS_MAX = 2_000;

  private final LeaveBook book;
  private final NodeListener own;
  private final LongAdder unsaid = new LongAdder();

  /// Keeps book and words in one order: a release is either in the introduction or said after it.
  private final ReentrantLock order = new ReentrantLock();

  private @Nullable Channel contact;

  /// @param own what the node's own engine listens with
  public NodeVoice(LeaveBook book, NodeListener own) {
    this.book = book;
    this.own = own;
  }

  @Override
  public void demanded(String node, FunctionId function, int workerCount) {
    if (!say(new NodeNotice.Demanded(function, workerCount))) {
      own.demanded(node, function, workerCount);
    }
  }

  @Override
  public void released(String node, FunctionId function, int version, int workerCount) {
    int ownCount;
    order.lock();
    try {
      ownCount = book.giveBack(function, version, workerCount);
      if (ownCount < workerCount) {
        var _ = say(new NodeNotice.Released(function, version, workerCount - ownCount));
      }
    } finally {
      order.unlock();
    }
    if (ownCount > 0) {
      own.released(node, function, version, ownCount);
    }
  }

  @Override
  public void observed(Node node) {
    own.observed(node);
    var _ = say(new NodeNotice.Observed(node));
  }

  @Override
  public void restarted(Node node) {
    own.restarted(node);
  }

  @Override
  public void lost(String node) {
    own.lost(node);
  }

  /// Words that the control plane did not take in time.
  public long unsaidCount() {
    return unsaid.sum();
  }

  /// Contact is there: says who is here and what is left of the leave.
  void greet(Channel channel, Node node, String endpoint, long processId) {
    order.lock();
    try {
      contact = channel;
      var _ = say(new NodeNotice.Introduced(node, endpoint, processId, book.ofControl()));
    } finally {
      order.unlock();
    }
  }

  void outOfContact() {
    order.lock();
    try {
      contact = null;
    } finally {
      order.unlock();
    }
  }

  private boolean say(NodeNotice notice) {
    order.lock();
    try {
      return contact != null && send(contact, NodeWire.encode(notice));
    } finally {
      order.unlock();
    }
  }

  private boolean send(Channel channel, byte[] bytes) {
    for (int waitedMs = 0; waitedMs < ROOM_MS_MAX; waitedMs++) {
      try {
        channel.send(NodeWire.NOTICE, bytes);
        return true;
      } catch (FabricException e) {
        if (e.reason() != Reason.BUSY) {
          return false;
        }
        LockSupport.parkNanos(1_000_000L);
      }
    }
    unsaid.increment();
    return false;
  }
}
