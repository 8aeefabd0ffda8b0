package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One extension, whose process is its own (external) or the runtime's (internal). Guarded by
/// itself.
final class Extension {
  private final String name;
  private final boolean external;
  private final String identifier = UUID.randomUUID().toString();
  private final Deque<HttpResponse> pending = new ArrayDeque<>();
  private ExtensionState state = ExtensionState.LAUNCHED;
  private Set<EventKind> events = Set.of();
  private @Nullable HttpConnection waiting;

  Extension(String name, boolean external) {
    this.name = name;
    this.external = external;
  }

  String name() {
    return name;
  }

  String identifier() {
    return identifier;
  }

  boolean isExternal() {
    return external;
  }

  synchronized ExtensionState state() {
    return state;
  }

  synchronized boolean wants(EventKind kind) {
    return state != ExtensionState.FAILED && events.contains(kind);
  }

  synchronized Set<EventKind> events() {
    return events;
  }

  synchronized boolean step(ExtensionStep step) {
    var next = ExtensionLifecycle.next(state, step);
    next.ifPresent(to -> state = to);
    return next.isPresent();
  }

  synchronized boolean register(Set<EventKind> wanted) {
    if (!step(ExtensionStep.REGISTER)) {
      return false;
    }
    events = Set.copyOf(wanted);
    return true;
  }

  /// It asks for an event: what it gets is written to its connection.
  synchronized boolean ask(HttpConnection connection) {
    if (!step(ExtensionStep.NEXT)) {
      return false;
    }
    waiting = connection;
    deliver();
    return true;
  }

  synchronized void tell(HttpResponse event) {
    pending.add(event);
    deliver();
  }

  private void deliver() {
    HttpConnection connection = waiting;
    if (connection == null || pending.isEmpty()) {
      return;
    }
    try {
      connection.write(pending.getFirst());
      pending.removeFirst();
      step(ExtensionStep.EVENT);
    } catch (IOException gone) {
      // It gets the event when it asks again.
      step(ExtensionStep.LEFT);
    }
    waiting = null;
  }

  synchronized void left(HttpConnection connection) {
    if (waiting == connection) {
      waiting = null;
      step(ExtensionStep.LEFT);
    }
  }
}
