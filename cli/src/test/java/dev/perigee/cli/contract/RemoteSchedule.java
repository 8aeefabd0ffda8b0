package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Turn.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The schedule of a node process: what is to happen is a wish that the rig grants when it is time.
/// Thread-safe.
final class RemoteSchedule implements Schedule {
  private final Map<Long, Runnable> works = new HashMap<>();
  private final List<Wish> wishes = new ArrayList<>();
  private long tokenCount;
  private volatile long nowNs;

  void step(long newNowNs) {
    nowNs = newNowNs;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void add(long atNs, Rank rank, Runnable work) {
    wish(atNs, Optional.of(rank), work);
  }

  @Override
  public void addAtOnce(Runnable work) {
    wish(nowNs, Optional.empty(), work);
  }

  private synchronized void wish(long atNs, Optional<Rank> rank, Runnable work) {
    works.put(++tokenCount, work);
    wishes.add(new Wish(tokenCount, atNs, rank));
  }

  /// Runs what was wished.
  void run(long token) {
    take(token).run();
  }

  private synchronized Runnable take(long token) {
    return Objects.requireNonNull(works.remove(token), "token " + token);
  }

  /// Wishes since the last time.
  synchronized List<Wish> takeWishes() {
    List<Wish> taken = List.copyOf(wishes);
    wishes.clear();
    return taken;
  }
}
