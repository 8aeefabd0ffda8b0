package dev.perigee.platform.trigger;

import dev.perigee.platform.trigger.Source.Cron;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Which runs of a cron trigger are due: a step function of the time, without a clock.
public final class Timetable {
  /// A run that comes later than this was missed.
  public static final long LATE_NS = TimeUnit.SECONDS.toNanos(60);

  private static final int MADE_UP_MAX = 1_000;

  private final Trigger trigger;
  private final Cron cron;
  private final Schedule schedule;

  /// All runs up to here are done with.
  private long doneUtcNs;

  private OptionalLong nextUtcNs;

  /// @param doneUtcNs the last run that is done with, or when the trigger was set
  public Timetable(Trigger trigger, Cron cron, long doneUtcNs) {
    this.trigger = trigger;
    this.cron = cron;
    this.schedule = Schedule.of(cron.schedule(), cron.timezone(), trigger.sinceUtcNs());
    this.doneUtcNs = doneUtcNs;
    this.nextUtcNs = schedule.nextUtcNs(doneUtcNs);
  }

  /// Runs that are to be made now, and what was let go.
  ///
  /// @param dueUtcNs in order
  /// @param skipped runs that are not made up for
  /// @param doneUtcNs all runs up to here are done with then
  public record Due(List<Long> dueUtcNs, long skipped, long doneUtcNs) {
    public boolean isNothing() {
      return dueUtcNs.isEmpty() && skipped == 0;
    }
  }

  /// What is due; the same again until `done`. Time that goes back makes nothing due twice: a run
  /// has its point in time for its name.
  public Due at(long utcNs) {
    if (utcNs < doneUtcNs - LATE_NS) {
      done(utcNs);
    }
    ArrayDeque<Long> due = new ArrayDeque<>();
    long skipped = 0;
    long done = doneUtcNs;
    OptionalLong next = nextUtcNs;
    while (next.isPresent() && next.getAsLong() + jitterNs(next.getAsLong()) <= utcNs) {
      done = next.getAsLong();
      due.addLast(done);
      if (due.size() > MADE_UP_MAX) {
        due.removeFirst();
        skipped++;
        if (skipped == MADE_UP_MAX) {
          // Far behind: what is left out is not counted one by one.
          done = Math.max(done, utcNs - LATE_NS);
        }
      }
      next = schedule.nextUtcNs(done);
    }
    int before = due.size();
    letGo(due, utcNs);
    return new Due(List.copyOf(due), skipped + before - due.size(), done);
  }

  private void letGo(ArrayDeque<Long> due, long utcNs) {
    long missed = due.stream().filter(each -> isMissed(each, utcNs)).count();
    long keep =
        switch (cron.missed()) {
          case SKIP -> 0;
          case ONCE -> 1;
          case ALL -> missed;
        };
    for (long i = keep; i < missed; i++) {
      due.removeFirst();
    }
  }

  private boolean isMissed(long dueUtcNs, long utcNs) {
    return utcNs - dueUtcNs - jitterNs(dueUtcNs) > LATE_NS;
  }

  /// All runs up to here are done with.
  public void done(long utcNs) {
    doneUtcNs = utcNs;
    nextUtcNs = schedule.nextUtcNs(utcNs);
  }

  /// The newest run that is done with, made or let go; empty if there is none since it was set.
  public OptionalLong lastUtcNs() {
    return doneUtcNs > trigger.sinceUtcNs() ? OptionalLong.of(doneUtcNs) : OptionalLong.empty();
  }

  /// When the next run comes.
  public OptionalLong nextUtcNs() {
    OptionalLong next = nextUtcNs;
    return next.isEmpty() ? next : OptionalLong.of(next.getAsLong() + jitterNs(next.getAsLong()));
  }

  private long jitterNs(long dueUtcNs) {
    return cron.jitterS() == 0
        ? 0
        : new SplittableRandom(trigger.generation().getLeastSignificantBits() ^ dueUtcNs)
            .nextLong(TimeUnit.SECONDS.toNanos(cron.jitterS()));
  }
}
