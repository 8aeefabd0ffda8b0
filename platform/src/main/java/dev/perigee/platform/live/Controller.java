package dev.perigee.platform.live;

import dev.perigee.engine.Engine;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import dev.perigee.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// Drives the engine: one thread takes events from a bounded queue, one at a time, and carries the
/// effects out before the next. When the queue is full, whoever brings an event waits: the engine
/// is then the bottleneck, and slowing its sources down is the only honest answer.
public final class Controller {
  public static final int EVENT_COUNT_MAX = 65_536;

  /// Long enough for a slow disk, short enough for a caller that waits.
  private static final long REQUEST_S_MAX = 30;

  private final Engine engine;
  private final World world;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENT_COUNT_MAX);
  private final Map<Long, CompletableFuture<Optional<Effect.Refuse>>> requests =
      new ConcurrentHashMap<>();
  private final AtomicLong requestSequence = new AtomicLong();

  public Controller(Engine engine, World world) {
    this.engine = engine;
    this.world = world;
  }

  /// The engine's first effects. Returns when the new epoch is durable; if it can't be, throws and
  /// nothing may go on: the next start would decide under the same epoch.
  public void begin() {
    perform(engine.start());
    while (!engine.isUnderWay()) {
      handle(nextWithin(REQUEST_S_MAX));
    }
  }

  private Event nextWithin(long waitS) {
    try {
      Event event = events.poll(waitS, TimeUnit.SECONDS);
      if (event == null) {
        throw new ControlException(
            Kind.UNAVAILABLE,
            List.of(
                "the journal did not take the start within "
                    + waitS
                    + " s: the disk is slow or stuck; start again"));
      }
      return event;
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  /// Brings an event. Blocks while the queue is full.
  public void submit(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  /// Brings an event with a request id, from 1 on. The answer says how the engine refused it, or
  /// nothing when it is done and durable; it comes on the controller's thread.
  public CompletableFuture<Optional<Effect.Refuse>> ask(LongFunction<Event> event) {
    long requestId = requestSequence.incrementAndGet();
    CompletableFuture<Optional<Effect.Refuse>> answer = new CompletableFuture<>();
    requests.put(requestId, answer);
    submit(event.apply(requestId));
    return answer;
  }

  /// Like `ask`, and waits for the answer; a refusal is thrown.
  public void request(LongFunction<Event> event) {
    await(ask(event));
  }

  /// Waits for an answer; a refusal is thrown.
  public void await(CompletableFuture<Optional<Effect.Refuse>> answer) {
    try {
      Optional<Effect.Refuse> refused = answer.get(REQUEST_S_MAX, TimeUnit.SECONDS);
      if (refused.isPresent()) {
        throw new ControlException(Kind.UNAVAILABLE, List.of(refused.get().reason()));
      }
    } catch (InterruptedException e) {
      throw stopping();
    } catch (TimeoutException _) {
      throw new ControlException(
          Kind.UNAVAILABLE,
          List.of(
              "not durable within " + REQUEST_S_MAX + " s: the disk is slow or stuck; try again"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request always gets an answer", e.getCause());
    }
  }

  private static ControlException stopping() {
    Thread.currentThread().interrupt();
    return new ControlException(Kind.UNAVAILABLE, List.of("the platform is stopping"));
  }

  /// Works until the thread is interrupted.
  public void run() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      handle(events.take());
    }
  }

  /// Works until the queue is empty: for a test that steps the world. Returns whether there was
  /// anything to do.
  public boolean runPending() {
    boolean any = false;
    for (Event event = events.poll(); event != null; event = events.poll()) {
      handle(event);
      any = true;
    }
    return any;
  }

  private void handle(Event event) {
    perform(engine.on(event));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Acknowledge done -> answer(done.requestId(), Optional.empty());
        case Effect.Refuse no -> answer(no.requestId(), Optional.of(no));
        default -> world.perform(effect);
      }
    }
  }

  private void answer(long requestId, Optional<Effect.Refuse> refused) {
    CompletableFuture<Optional<Effect.Refuse>> asked = requests.remove(requestId);
    if (asked != null) {
      asked.complete(refused);
    }
  }
}
