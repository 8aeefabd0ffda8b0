package dev.perigee.cli.live;

import dev.perigee.world.Event;
import java.util.function.Consumer;

/// Where events go. The world is built before the controller that takes them, so the end of the
/// line is set afterwards.
final class EventLine implements Consumer<Event> {
  private volatile Consumer<Event> end =
      event -> {
        throw new IllegalStateException("nobody takes events yet: " + event);
      };

  void to(Consumer<Event> newEnd) {
    end = newEnd;
  }

  @Override
  public void accept(Event event) {
    end.accept(event);
  }
}
