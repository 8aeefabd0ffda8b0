package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.worker.Invocation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings invocations that wait and runtimes that ask together. Thread-safe.
final class Slots {
  private final List<Slot> slots;
  private final Gate gate;
  private final Function<Invocation, HttpResponse> event;
  private final Deque<Slot> ready = new ArrayDeque<>();
  private final Deque<Call> queued = new ArrayDeque<>();

  /// What has to be done with the last invocation before the next one begins.
  interface Gate {
    boolean isOpen();

    void begin(Invocation invocation);
  }

  /// @param event what a runtime is told of an invocation
  Slots(int count, Gate gate, Function<Invocation, HttpResponse> event) {
    this.slots = Stream.generate(Slot::new).limit(count).toList();
    this.gate = gate;
    this.event = event;
  }

  void offer(Call call) {
    synchronized (this) {
      queued.add(call);
    }
    dispatch();
  }

  /// A runtime asks for work: what it gets is written to its connection. Tells whether it may ask.
  boolean next(HttpConnection connection) {
    synchronized (this) {
      Optional<Slot> free = slots.stream().filter(slot -> slot.can(RuntimeEvent.NEXT)).findFirst();
      if (free.isEmpty()) {
        return false;
      }
      free.get().ask(connection);
      ready.add(free.get());
    }
    dispatch();
    return true;
  }

  /// Begins what can begin.
  void dispatch() {
    for (@Nullable Slot slot = match(); slot != null; slot = match()) {
      hand(slot);
    }
  }

  private synchronized @Nullable Slot match() {
    if (queued.isEmpty() || ready.isEmpty() || !gate.isOpen()) {
      return null;
    }
    Slot slot = ready.remove();
    Call call = queued.remove();
    slot.take(call);
    gate.begin(call.invocation());
    return slot;
  }

  private void hand(Slot slot) {
    Call call = Objects.requireNonNull(slot.call());
    try {
      Objects.requireNonNull(slot.connection()).write(event.apply(call.invocation()));
      call.handed();
    } catch (IOException gone) {
      // Who asked left without telling; another may take the invocation.
      synchronized (this) {
        slot.leave();
        queued.addFirst(call);
      }
    }
  }

  /// A client is gone, and with it its question.
  synchronized void left(HttpConnection connection) {
    ready.stream()
        .filter(slot -> slot.waitsOn(connection))
        .findFirst()
        .ifPresent(slot -> {
          ready.remove(slot);
          slot.leave();
        });
  }

  /// The caller has given up.
  synchronized void forget(Call call) {
    queued.remove(call);
    slots.stream().filter(slot -> slot.call() == call).forEach(Slot::leave);
  }

  /// Whose answer it is that a runtime gives, if it may give one.
  sealed interface Taken {
    record Yes(Call call) implements Taken {}

    record Unknown() implements Taken {}

    record WrongState() implements Taken {}
  }

  /// The invocation of this id, if a runtime has it.
  synchronized Optional<Call> find(String id) {
    return slots.stream().filter(slot -> slot.has(id)).map(Slot::call).findFirst();
  }

  /// @param how `RESPONSE` or `ERROR`
  synchronized Taken take(String id, RuntimeEvent how) {
    Optional<Slot> holder = slots.stream().filter(slot -> slot.has(id)).findFirst();
    if (holder.isEmpty()) {
      return new Taken.Unknown();
    }
    Call call = Objects.requireNonNull(holder.get().call());
    return holder.get().step(how) ? new Taken.Yes(call) : new Taken.WrongState();
  }

  /// Whether a runtime may still say that it can't start: none of its pollers has asked.
  synchronized boolean initError() {
    if (slots.stream().allMatch(slot -> slot.can(RuntimeEvent.INIT_ERROR))) {
      slots.forEach(slot -> slot.step(RuntimeEvent.INIT_ERROR));
      return true;
    }
    return false;
  }

  /// For messages: the states of all.
  synchronized String states() {
    return String.join(", ", slots.stream().map(slot -> slot.state().name()).distinct().toList());
  }
}
