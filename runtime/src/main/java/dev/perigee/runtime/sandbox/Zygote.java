package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The platform's end of one zygote, and the blanks that it made.
final class Zygote implements Watchdog.Watched {
  /// Blanks kept ready: one makes the next cold start short and costs about two megabytes.
  private static final int SPARE_MIN = 1;

  /// A tenant whose starts come in bursts gets more of them, until it is idle.
  private static final int SPARE_MAX = 4;

  private final SandboxHost host;
  private final Breed breed;
  private final Frames frames;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Blank> blanks = new ArrayDeque<>();
  private int spare = SPARE_MIN;
  private int ordered;
  private int waiting;
  private boolean dead;
  private @Nullable String problem;
  private volatile long usedNs = System.nanoTime();
  private volatile long deadlineNs = Watchdog.NEVER;

  Zygote(SandboxHost host, Breed breed, Frames frames) {
    this.host = host;
    this.breed = breed;
    this.frames = frames;
  }

  Breed breed() {
    return breed;
  }

  /// A blank, made now if there is none; throws after `timeoutNs`.
  Blank take(long timeoutNs) throws IOException, InterruptedException {
    lock.lock();
    try {
      waiting++;
      if (blanks.isEmpty()) {
        spare = Math.min(spare + 1, SPARE_MAX);
      }
      try {
        order(waiting);
        long leftNs = timeoutNs;
        while (blanks.isEmpty()) {
          refuseIfDead();
          if (leftNs <= 0) {
            throw new IOException(
                "no sandbox was made within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
          }
          leftNs = arrived.awaitNanos(leftNs);
        }
        return blanks.removeFirst();
      } finally {
        waiting--;
        used();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Has the spare made; called once a start is done, so that it does not take CPU from it.
  void refill() {
    lock.lock();
    try {
      if (!dead) {
        order(waiting + spare);
        used();
      }
    } catch (IOException broken) {
      end("the zygote can't be reached: " + broken.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void used() {
    usedNs = System.nanoTime();
    expectAt(usedNs + host.patience().spare().toNanos());
  }

  private void expectAt(long atNs) {
    deadlineNs = atNs;
    host.watchdog().deadlineSet(atNs);
  }

  @Override
  public long deadlineNs() {
    return deadlineNs;
  }

  /// A tenant without a start costs no memory for what it does not use: first the spare goes, then,
  /// once none of its sandboxes lives, the zygote.
  @Override
  public void expire() {
    deadlineNs = Watchdog.NEVER;
    lock.lock();
    try {
      if (dead) {
        return;
      }
      blanks.forEach(Blank::discard);
      blanks.clear();
      spare = SPARE_MIN;
      long leftNs = usedNs + host.patience().zygote().toNanos() - System.nanoTime();
      if (leftNs <= 0 && ordered == 0 && waiting == 0 && !host.hasSandboxOf(this)) {
        retire();
      } else {
        expectAt(System.nanoTime() + Math.max(leftNs, host.patience().zygote().toNanos() / 10));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Who waits for it to be taken meanwhile finds it dead and asks for another.
  private void retire() {
    host.forget(this);
    end("it was not used for long");
  }

  private void refuseIfDead() throws IOException {
    if (dead) {
      throw new IOException("the zygote of " + breed.key() + " ended");
    }
    String told = problem;
    if (told != null) {
      problem = null;
      throw new IOException("the machine made no sandbox: " + told);
    }
  }

  private void order(int wanted) throws IOException {
    while (blanks.size() + ordered < wanted) {
      ordered++;
      send(host.nextOrder(this));
    }
  }

  /// A blank has come to life.
  void born(Blank blank) {
    lock.lock();
    try {
      ordered--;
      if (dead) {
        blank.discard();
        return;
      }
      blanks.addLast(blank);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// An ordered blank will not come.
  void stillborn(String reason) {
    lock.lock();
    try {
      ordered--;
      problem = waiting > 0 ? reason : null;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A blank that waited has died.
  void lost(int id) {
    lock.lock();
    try {
      blanks.removeIf(blank -> blank.id() == id);
    } finally {
      lock.unlock();
    }
  }

  boolean isDead() {
    lock.lock();
    try {
      return dead;
    } finally {
      lock.unlock();
    }
  }

  void end(String reason) {
    lock.lock();
    try {
      dead = true;
      problem = reason;
      blanks.forEach(Blank::discard);
      blanks.clear();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    Blank.closeQuietly(frames.channel());
  }

  void kill(int id, int signal) {
    try {
      send("{\"do\":\"kill\",\"id\":" + id + ",\"signal\":" + signal + "}");
    } catch (IOException gone) {
      // The zygote's end has ended its sandboxes.
      return;
    }
  }

  private void send(String order) throws IOException {
    frames.write('o', order.getBytes(UTF_8));
  }
}
