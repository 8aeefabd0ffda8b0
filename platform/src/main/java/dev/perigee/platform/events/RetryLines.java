package dev.perigee.platform.events;

import dev.perigee.platform.control.Events.Postponed;
import dev.perigee.platform.control.Events.RetryView;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.EventBook.Page;
import dev.perigee.world.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Retries that a function's budget has no room for wait here, in their order, and begin as room
/// comes back. Thread-safe.
final class RetryLines {
  /// One function.
  private static final class Line {
    final RetryBudget budget;
    final Deque<Page> waiting = new ArrayDeque<>();
    long postponed;

    Line(int perS) {
      this.budget = new RetryBudget(perS);
    }
  }

  /// How often it is looked whether those that wait may begin.
  private static final long RELEASE_MS = 100;

  private final int perS;
  private final Clock clock;
  private final ScheduledExecutorService timers;
  private final Consumer<Page> begin;
  private final Map<FunctionName, Line> lines = new TreeMap<>();
  private long postponed;
  private int waitingCount;
  private boolean isWatching;

  /// @param begin gets those that may begin
  RetryLines(int perS, Clock clock, ScheduledExecutorService timers, Consumer<Page> begin) {
    this.perS = perS;
    this.clock = clock;
    this.timers = timers;
    this.begin = begin;
  }

  private Line line(FunctionName function) {
    return lines.computeIfAbsent(function, _ -> new Line(perS));
  }

  /// The first attempt of an event begins.
  synchronized void first(FunctionName function) {
    line(function).budget.first(clock.monoNs());
  }

  /// A retry is due: it begins now, or waits.
  void enter(Page page) {
    if (mayBegin(page)) {
      begin.accept(page);
    }
  }

  private synchronized boolean mayBegin(Page page) {
    Line line = line(page.function);
    if (line.waiting.isEmpty() && line.budget.tryRetry(clock.monoNs())) {
      return true;
    }
    line.waiting.addLast(page);
    line.postponed++;
    postponed++;
    waitingCount++;
    watch();
    return false;
  }

  private void watch() {
    if (!isWatching) {
      isWatching = true;
      var _ = timers.schedule(this::release, RELEASE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void release() {
    released().forEach(begin);
  }

  /// Takes those that may begin now, the oldest of each function first.
  private synchronized List<Page> released() {
    List<Page> released = new ArrayList<>();
    long monoNs = clock.monoNs();
    for (Line line : lines.values()) {
      while (!line.waiting.isEmpty() && line.budget.tryRetry(monoNs)) {
        released.add(line.waiting.removeFirst());
        waitingCount--;
      }
    }
    isWatching = false;
    if (waitingCount > 0) {
      watch();
    }
    return released;
  }

  synchronized Postponed postponed() {
    return new Postponed(waitingCount, postponed);
  }

  synchronized List<RetryView> views(String tenant) {
    return lines.entrySet().stream()
        .filter(each -> each.getKey().tenant().equals(tenant))
        .map(each -> view(each.getKey(), each.getValue()))
        .toList();
  }

  private static RetryView view(FunctionName function, Line line) {
    return new RetryView(
        function,
        line.budget.firstCount(),
        line.budget.retryCount(),
        line.budget.allowed(),
        line.waiting.size(),
        line.postponed);
  }
}
