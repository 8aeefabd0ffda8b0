package dev.perigee.cli.node;

import dev.perigee.engine.Engine;
import dev.perigee.engine.EngineSetting;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.work.Workers;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.live.LiveWorld;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import dev.perigee.world.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The engine of a node, which sees this one node only. It decides under the epoch of the control
/// plane that was heard last, so that neither overrules the other; when a control plane of a higher
/// epoch is heard, a new engine takes over and the plans of the old one end where they began.
final class OwnEngine implements AutoCloseable {
  /// Nodes that ids of decisions can tell apart, and how often each may begin anew before its ids
  /// could meet those of an earlier beginning.
  private static final int NODE_NUMBER_MAX = 1_000;

  private static final int BEGINNING_COUNT_MAX = 64;

  /// What an engine works with, whichever epoch it is of.
  record Parts(
      NodeSettings settings,
      long incarnation,
      Clock clock,
      EntryLog entries,
      DecisionLog decisions,
      NodeDirectory directory,
      Gateway gateway,
      ScheduledExecutorService timers) {}

  private record Running(int epoch, Controller controller, Thread thread) {}

  private final Parts parts;
  private volatile Running running;

  OwnEngine(Parts parts) {
    this.parts = parts;
    this.running = begin(parts.settings().epoch());
  }

  /// Brings an event to the engine that is in office.
  void submit(Event event) {
    running.controller().submit(event);
  }

  /// A control plane of this epoch was heard.
  synchronized void follow(int epoch) {
    if (epoch > running.epoch()) {
      running.thread().interrupt();
      running = begin(epoch);
    }
  }

  @Override
  public void close() {
    running.thread().interrupt();
  }

  private Running begin(int epoch) {
    // The world is made before the controller that hears it; each engine hears only its own world.
    Controller[] hearing = new Controller[1];
    Consumer<Event> events = event -> hearing[0].submit(event);
    LiveWorld world =
        new LiveWorld(
            parts.clock(),
            parts.entries(),
            parts.decisions(),
            parts.directory(),
            parts.gateway(),
            events,
            afterNs -> wake(events, afterNs));
    Controller controller = new Controller(new Engine(setting(), journalUnder(epoch)), world);
    hearing[0] = controller;
    controller.begin();
    for (var port : parts.directory().all()) {
      Node node = port.node();
      controller.submit(new Event.NodeObserved(parts.clock().utcNs(), node));
    }
    Thread thread = Thread.ofPlatform().name("controller").daemon().start(() -> run(controller));
    return new Running(epoch, controller, thread);
  }

  /// What is deployed, followed by the epoch before this one.
  private List<Entry> journalUnder(int epoch) {
    List<Entry> journal = new ArrayList<>(parts.entries().read());
    journal.removeIf(entry -> entry instanceof Entry.Started);
    journal.add(new Entry.Started(epoch - 1));
    return journal;
  }

  private EngineSetting setting() {
    NodeSettings settings = parts.settings();
    int beginning = (int) ((parts.incarnation() - 1) % BEGINNING_COUNT_MAX);
    return new EngineSetting(
        settings.number() % NODE_NUMBER_MAX + NODE_NUMBER_MAX * beginning,
        0,
        PolicyRegistry.load().placement(settings.placement()),
        new FixedKeepAlive(settings.keepAlive().toNanos(), FixedKeepAlive.FREEZE_AFTER_NS_DEFAULT),
        EngineSetting.CANDIDATE_COUNT_MAX_DEFAULT,
        Workers.sequential());
  }

  private void wake(Consumer<Event> events, long afterNs) {
    Clock clock = parts.clock();
    var _ =
        parts
            .timers()
            .schedule(
                () -> events.accept(new Event.Woken(clock.utcNs())), afterNs, TimeUnit.NANOSECONDS);
  }

  private static void run(Controller controller) {
    try {
      controller.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
