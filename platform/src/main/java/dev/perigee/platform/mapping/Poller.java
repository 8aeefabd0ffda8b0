package dev.perigee.platform.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.Messages.Message;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Takes messages of mapped queues and runs the functions with them.
public final class Poller {
  /// What leads to what leads to more: a circle ends here.
  private static final int HOPS_MAX = 16;

  private static final int RUNNERS_MAX = 10;
  private static final int BATCH_BYTES_MAX = 5 << 20;
  private static final long GATHER_MS = 100;

  /// What it works with.
  ///
  /// @param versions what a qualifier stands for now
  /// @param threads one for each batch that runs
  /// @param report is told of what is let go
  public record Surroundings(
      Resources resources,
      Invoker invoker,
      BiFunction<FunctionName, String, Optional<FunctionId>> versions,
      Executor threads,
      Consumer<String> report) {}

  private final MappingBook book;
  private final Surroundings around;
  private final Map<UUID, Integer> running = new ConcurrentHashMap<>();
  private final Map<UUID, Origin> origins = new ConcurrentHashMap<>();

  public Poller(MappingBook book, Surroundings around) {
    this.book = book;
    this.around = around;
  }

  /// What led to an invocation that a message made.
  public Optional<Origin> origin(UUID invocationId) {
    return Optional.ofNullable(origins.get(invocationId));
  }

  /// Starts a runner for each mapping whose queue holds something, up to as many as it may have.
  public void tick() {
    for (Mapping mapping : book.all()) {
      long waiting =
          around.resources().find(queue(mapping)).map(ResourceStatus::used).stream()
              .mapToLong(ResourceStatus.Amount::count)
              .sum();
      if (mapping.isEnabled() && waiting > 0 && begin(mapping)) {
        around.threads().execute(() -> run(mapping));
      }
    }
  }

  private static ResourceId queue(Mapping mapping) {
    return new ResourceId(mapping.tenant(), Kind.QUEUE, mapping.queue());
  }

  private boolean begin(Mapping mapping) {
    int most =
        mapping.concurrencyMax() == Mapping.CONCURRENCY_UNLIMITED
            ? RUNNERS_MAX
            : mapping.concurrencyMax();
    boolean[] begun = {false};
    var _ =
        running.compute(
            mapping.id(),
            (_, count) -> {
              int now = count == null ? 0 : count;
              begun[0] = now < most;
              return begun[0] ? now + 1 : now;
            });
    return begun[0];
  }

  /// Until there is nothing more to take.
  private void run(Mapping mapping) {
    try {
      List<Message> taken = gather(mapping);
      while (!taken.isEmpty() && deliver(mapping, taken)) {
        taken = gather(mapping);
      }
    } finally {
      var _ = running.computeIfPresent(mapping.id(), (_, count) -> count - 1);
    }
  }

  private boolean isCurrent(Mapping mapping) {
    return book.find(mapping.tenant(), mapping.id()).equals(Optional.of(mapping));
  }

  private List<Message> gather(Mapping mapping) {
    List<Message> taken = new ArrayList<>();
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(mapping.windowS());
    boolean more = isCurrent(mapping);
    while (more) {
      List<Message> fresh = receive(mapping, mapping.batchSize() - taken.size());
      taken.addAll(fresh);
      long bytes = taken.stream().mapToLong(each -> each.body().length()).sum();
      more =
          taken.size() < mapping.batchSize()
              && bytes < BATCH_BYTES_MAX
              && !taken.isEmpty()
              && System.nanoTime() - untilNs < 0
              && pause();
    }
    return taken;
  }

  private static boolean pause() {
    try {
      Thread.sleep(GATHER_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Messages that no filter fits are let go, as at AWS.
  private List<Message> receive(Mapping mapping, int countMax) {
    ResourceId queue = queue(mapping);
    int leaseS =
        around.resources().find(queue).map(each -> each.setting().leaseS()).orElse(30)
            + mapping.windowS();
    List<Message> taken =
        around.resources().messages().receive(queue, countMax, OptionalInt.of(leaseS));
    List<Message> wanted = taken.stream().filter(each -> isWanted(mapping, each)).toList();
    delete(queue, taken.stream().filter(each -> !wanted.contains(each)).toList());
    return wanted;
  }

  private boolean isWanted(Mapping mapping, Message message) {
    if (message.origin().hops() >= HOPS_MAX) {
      around
          .report()
          .accept(
              "message %d of %s is let go: messages led to more messages %d times, a circle"
                  .formatted(message.id(), queue(mapping), HOPS_MAX));
      return false;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("body", body(message.body()));
    return mapping.filters().isEmpty()
        || mapping.filters().stream().anyMatch(pattern -> Pattern.fits(pattern, fields));
  }

  private static Object body(String body) {
    try {
      Object value = Json.read(body.getBytes(UTF_8));
      return value == null ? body : value;
    } catch (WireException noJson) {
      return body;
    }
  }

  private void delete(ResourceId queue, List<Message> messages) {
    if (!messages.isEmpty()) {
      var _ =
          around
              .resources()
              .messages()
              .delete(queue, messages.stream().map(Message::receipt).toList());
    }
  }

  /// False if the function could not be run: the next try waits.
  private boolean deliver(Mapping mapping, List<Message> messages) {
    FunctionName name = new FunctionName(mapping.tenant(), mapping.function());
    Optional<FunctionId> function = around.versions().apply(name, mapping.qualifier());
    if (function.isEmpty()) {
      return false;
    }
    UUID id = UUID.randomUUID();
    Message first =
        messages.stream().max(Comparator.comparingInt(each -> each.origin().hops())).orElseThrow();
    String root = first.origin().root().isEmpty() ? id.toString() : first.origin().root();
    origins.put(id, new Origin(root, first.origin().hops() + 1));
    try {
      Batch batch = new Batch(mapping.queue(), messages);
      InvocationResult result =
          around
              .invoker()
              .invoke(id, function.get(), batch.event(), CallContext.of(function.get()));
      return settle(mapping, batch, result);
    } catch (dev.perigee.platform.control.ControlException refused) {
      return false;
    } finally {
      origins.remove(id);
    }
  }

  private boolean settle(Mapping mapping, Batch batch, InvocationResult result) {
    return switch (result) {
      case InvocationResult.Answered answered -> {
        if (answered.entry().outcome() == Outcome.OK) {
          delete(
              queue(mapping),
              mapping.isPartial() ? batch.done(answered.payload()) : batch.messages());
        }
        yield true;
      }
      case InvocationResult.Refused _ -> false;
    };
  }
}
