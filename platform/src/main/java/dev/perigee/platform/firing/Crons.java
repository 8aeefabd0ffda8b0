package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source.Cron;
import dev.perigee.platform.trigger.Timetable;
import dev.perigee.platform.trigger.Trigger;
import dev.perigee.platform.trigger.Triggers.Runs;
import dev.perigee.world.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The runs of cron triggers. A run is an event first and noted as done after that: after a crash
/// between the two it is told again, under the same id. Thread-safe.
final class Crons {
  private final Clock clock;
  private final TriggerLog log;
  private final Consumer<List<Delivery>> queue;
  private final ReentrantLock ticking = new ReentrantLock();
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private record Line(Trigger trigger, Cron cron, Timetable table, AtomicLong doneOffset) {
    boolean is(UUID generation) {
      return trigger.generation().equals(generation);
    }
  }

  Crons(Clock clock, TriggerLog log, Consumer<List<Delivery>> queue) {
    this.clock = clock;
    this.log = log;
    this.queue = queue;
  }

  synchronized void set(Trigger trigger) {
    remove(trigger.tenant(), trigger.name());
    if (trigger.source() instanceof Cron cron && !trigger.isPaused()) {
      Timetable table = new Timetable(trigger, cron, trigger.sinceUtcNs());
      lines.put(
          key(trigger.tenant(), trigger.name()), new Line(trigger, cron, table, new AtomicLong()));
    }
  }

  synchronized void remove(String tenant, String name) {
    lines.remove(key(tenant, name));
  }

  private static String key(String tenant, String name) {
    return tenant + "/" + name;
  }

  /// From the journal.
  synchronized void done(TriggerNote.Done done, long offset) {
    Line line = lines.get(key(done.tenant(), done.name()));
    if (line != null && line.is(done.generation())) {
      line.table().done(done.doneUtcNs());
      line.doneOffset().set(offset);
    }
  }

  /// Whether nothing newer is known of a trigger that is still there.
  synchronized boolean isNewest(TriggerNote.Done done, long offset) {
    Line line = lines.get(key(done.tenant(), done.name()));
    return line != null && line.is(done.generation()) && offset >= line.doneOffset().get();
  }

  /// Nothing of one that is paused or runs by events.
  synchronized Runs runs(Trigger trigger) {
    Line line = lines.get(key(trigger.tenant(), trigger.name()));
    return line == null ? Runs.NONE : new Runs(line.table().lastUtcNs(), line.table().nextUtcNs());
  }

  /// Makes what is due; what the queue has no room for stays due, and its events keep their ids.
  /// Does nothing while another call is at it.
  void tick() {
    if (ticking.tryLock()) {
      try {
        runAll();
      } finally {
        ticking.unlock();
      }
    }
  }

  private void runAll() {
    List<Line> all;
    synchronized (this) {
      all = new ArrayList<>(lines.values());
    }
    Optional<ControlException> problem = Optional.empty();
    for (Line line : all) {
      try {
        run(line);
      } catch (ControlException e) {
        problem = Optional.of(e);
      }
    }
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  private void run(Line line) {
    Trigger trigger = line.trigger();
    Timetable.Due due;
    synchronized (this) {
      due = line.table().at(clock.utcNs());
    }
    if (due.isNothing()) {
      return;
    }
    if (!due.dueUtcNs().isEmpty()) {
      queue.accept(due.dueUtcNs().stream().map(each -> delivery(line, each)).toList());
    }
    var done =
        new TriggerNote.Done(
            trigger.tenant(), trigger.name(), trigger.generation(), due.doneUtcNs(), due.skipped());
    done(done, log.append(done));
  }

  private static Delivery delivery(Line line, long dueUtcNs) {
    String time = Instant.ofEpochSecond(0, dueUtcNs).toString();
    byte[] data =
        Json.text(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("schedule", line.cron().schedule());
                  json.writeStringField("dueUtc", time);
                  json.writeEndObject();
                })
            .getBytes(UTF_8);
    String source = "/triggers/" + line.trigger().name();
    return Firing.of(line.trigger(), CloudEvent.own(time, source, "cron", time, data));
  }
}
