package dev.perigee.platform.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// Keeps the newest entries by their start.
final class NewestEntries implements Consumer<String> {
  /// Times are text of one width in UTC: they sort as text.
  private record Dated(String startedUtc, long order, String entry) {}

  private static final Comparator<Dated> OLDEST_FIRST =
      Comparator.comparing(Dated::startedUtc).thenComparingLong(Dated::order);

  private final int countMax;
  private final PriorityQueue<Dated> kept = new PriorityQueue<>(OLDEST_FIRST);
  private long order;

  NewestEntries(int countMax) {
    this.countMax = countMax;
  }

  @Override
  public void accept(String entry) {
    kept.add(new Dated(EntrySplitter.field(entry, "startedUtc"), order++, entry));
    if (kept.size() > countMax) {
      kept.poll();
    }
  }

  List<String> newestFirst() {
    List<Dated> sorted = new ArrayList<>(kept);
    sorted.sort(OLDEST_FIRST.reversed());
    return sorted.stream().map(Dated::entry).toList();
  }
}
