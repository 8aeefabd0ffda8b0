package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// Room for one invocation in a runtime. Guarded by its [Slots].
final class Slot {
  private RuntimeState state = RuntimeState.STARTED;
  private @Nullable HttpConnection connection;
  private @Nullable Call call;

  RuntimeState state() {
    return state;
  }

  boolean can(RuntimeEvent event) {
    return RuntimeLifecycle.next(state, event).isPresent();
  }

  boolean step(RuntimeEvent event) {
    var next = RuntimeLifecycle.next(state, event);
    next.ifPresent(to -> state = to);
    return next.isPresent();
  }

  /// Until it asks again it can be told that it has answered already.
  void ask(HttpConnection from) {
    Call before = call;
    if (before != null) {
      before.left().complete(null);
    }
    step(RuntimeEvent.NEXT);
    connection = from;
    call = null;
  }

  void take(Call next) {
    step(RuntimeEvent.INVOKED);
    call = next;
  }

  /// It is as if it had never asked.
  void leave() {
    step(RuntimeEvent.LEFT);
    connection = null;
    call = null;
  }

  boolean waitsOn(HttpConnection other) {
    return state == RuntimeState.READY && connection == other;
  }

  boolean has(String id) {
    Call current = call;
    return current != null && current.id().equals(id);
  }

  @Nullable HttpConnection connection() {
    return connection;
  }

  @Nullable Call call() {
    return call;
  }
}
