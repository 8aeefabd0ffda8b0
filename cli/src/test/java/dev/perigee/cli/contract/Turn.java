package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Schedule.Rank;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a rig makes a node process do at one time, beside the calls of the control plane. It is a
/// request on the same channel, so whatever the node said before its answer has arrived before it.
///
/// @param callCount the node first waits until it has taken this many calls
/// @param argument which work is run, or how much memory the node has
/// @param unseenNs how long news of a change takes
record Turn(long nowNs, long callCount, What what, long argument, long unseenNs) {
  /// Kind of its frames: those of the node port are below.
  static final byte KIND = 100;

  enum What {
    LISTEN,
    RUN,
    TICK,
    CHANGE
  }

  static Turn of(long nowNs, long callCount, What what, long argument) {
    return new Turn(nowNs, callCount, what, argument, 0);
  }

  byte[] encode() {
    return ByteBuffer.allocate(4 * Long.BYTES + 1)
        .putLong(nowNs)
        .putLong(callCount)
        .put((byte) what.ordinal())
        .putLong(argument)
        .putLong(unseenNs)
        .array();
  }

  static Turn decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Turn(
        in.getLong(), in.getLong(), What.values()[in.get()], in.getLong(), in.getLong());
  }

  /// Work that a node wants to be run at a time; without a rank: right after what happens now.
  record Wish(long token, long atNs, Optional<Rank> rank) {
    private static final int BYTES = 2 * Long.BYTES + 1;
  }

  /// What came of a turn.
  ///
  /// @param answerCount invocations that the node has answered so far
  record Outcome(long answerCount, long nextTickNs, List<Wish> wishes) {
    byte[] encode() {
      ByteBuffer out = ByteBuffer.allocate(2 * Long.BYTES + wishes.size() * Wish.BYTES);
      out.putLong(answerCount).putLong(nextTickNs);
      for (Wish wish : wishes) {
        out.putLong(wish.token()).putLong(wish.atNs());
        out.put(wish.rank().map(rank -> (byte) rank.ordinal()).orElse((byte) -1));
      }
      return out.array();
    }

    static Outcome decode(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      long answerCount = in.getLong();
      long nextTickNs = in.getLong();
      List<Wish> wishes = new ArrayList<>();
      while (in.hasRemaining()) {
        wishes.add(new Wish(in.getLong(), in.getLong(), rank(in.get())));
      }
      return new Outcome(answerCount, nextTickNs, wishes);
    }

    private static Optional<Rank> rank(byte ordinal) {
      return ordinal < 0 ? Optional.empty() : Optional.of(Rank.values()[ordinal]);
    }
  }
}
