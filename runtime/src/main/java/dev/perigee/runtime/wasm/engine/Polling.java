package dev.perigee.runtime.wasm.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;

/// One call of `poll_oneoff`: waits for clocks; standard input and output are always ready.
///
/// A subscription has 48 bytes (user data at 0, kind at 8, clock at 16, time at 24, flags at 40),
/// an event 32 (user data at 0, error at 8, kind at 10).
final class Polling {
  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;
  private static final byte KIND_CLOCK = 0;
  private static final int FLAG_ABSOLUTE = 1;

  private final LinearMemory memory;
  private final int subscriptions;
  private final int events;
  private final int count;
  private final long[] waitNs;
  private long soonestNs = Long.MAX_VALUE;

  Polling(LinearMemory memory, int subscriptions, int events, int count, IntToLongFunction clocks) {
    this.memory = memory;
    this.subscriptions = subscriptions;
    this.events = events;
    this.count = count;
    this.waitNs = new long[count];
    for (int i = 0; i < count; i++) {
      waitNs[i] = waitNs(subscriptions + i * SUBSCRIPTION_BYTES, clocks);
      soonestNs = Math.min(soonestNs, waitNs[i]);
    }
  }

  private long waitNs(int at, IntToLongFunction clocks) {
    if (memory.read(at + 8) != KIND_CLOCK) {
      return 0;
    }
    long timeNs = memory.readLong(at + 24);
    boolean absolute = (memory.readShort(at + 40) & FLAG_ABSOLUTE) != 0;
    long left = absolute ? timeNs - clocks.applyAsLong(memory.readInt(at + 16)) : timeNs;
    // Times are unsigned: what reads as negative and is not in the past is very far away.
    return left < 0 && !absolute ? Long.MAX_VALUE : Math.max(0, left);
  }

  void await() {
    long startMonoNs = System.nanoTime();
    for (long left = soonestNs; left > 0; left = soonestNs - (System.nanoTime() - startMonoNs)) {
      SystemCalls.checkInterruption();
      LockSupport.parkNanos(this, left);
    }
    SystemCalls.checkInterruption();
  }

  /// Writes an event for each subscription that is due; returns how many.
  int report() {
    int reported = 0;
    for (int i = 0; i < count; i++) {
      if (waitNs[i] <= soonestNs) {
        int subscription = subscriptions + i * SUBSCRIPTION_BYTES;
        int event = events + reported * EVENT_BYTES;
        byte kind = memory.read(subscription + 8);
        memory.writeLong(event, memory.readLong(subscription));
        memory.writeLong(event + 8, 0);
        memory.writeByte(event + 10, kind);
        memory.writeLong(event + 16, kind == KIND_CLOCK ? 0 : Integer.MAX_VALUE);
        memory.writeLong(event + 24, 0);
        reported++;
      }
    }
    return reported;
  }
}
