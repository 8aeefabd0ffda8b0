package dev.perigee.platform.nats;

import dev.perigee.fabric.FabricException;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Subscription.Outcome;
import dev.perigee.platform.trigger.Trigger;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Listens for one trigger. A server that is away is tried again and again, less and less often.
final class NatsListener implements AutoCloseable {
  private static final long PAUSE_MS_MIN = 250;
  private static final long PAUSE_MS_MAX = 30_000;

  /// When what comes can't be kept.
  private static final long FULL_PAUSE_MS = 1_000;

  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final Trigger trigger;
  private final Source.Nats source;
  private final BiConsumer<Trigger, List<CloudEvent>> fire;
  private final Consumer<String> report;
  private final NatsStatus status = new NatsStatus();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Before the next try.
  private long pauseMs = PAUSE_MS_MIN;

  private NatsListener(
      Trigger trigger, BiConsumer<Trigger, List<CloudEvent>> fire, Consumer<String> report) {
    this.trigger = trigger;
    this.source = (Source.Nats) trigger.source();
    this.fire = fire;
    this.report = report;
  }

  static NatsListener start(
      Trigger trigger, BiConsumer<Trigger, List<CloudEvent>> fire, Consumer<String> report) {
    NatsListener listener = new NatsListener(trigger, fire, report);
    var _ =
        Thread.ofVirtual()
            .name("nats " + trigger.tenant() + "/" + trigger.name())
            .start(listener::run);
    return listener;
  }

  Subscription subscription() {
    return status.of(trigger);
  }

  private void run() {
    try {
      while (isOpen()) {
        listen();
        pause(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1));
        pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void pause(long forMs) throws InterruptedException {
    var _ = closed.await(forMs, TimeUnit.MILLISECONDS);
  }

  /// Returns when the connection has ended.
  private void listen() throws InterruptedException {
    try {
      Connection connection = Nats.connect(NatsOptions.of(trigger, source, status));
      try {
        listen(connection);
      } finally {
        connection.close();
      }
    } catch (AuthenticationException
        | JetStreamApiException
        | IllegalArgumentException
        | GeneralSecurityException e) {
      status.failed(e);
    } catch (IOException | IllegalStateException e) {
      status.away(e);
    }
  }

  private void listen(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    Inlet inlet = Inlet.open(connection, source, trigger.sinceUtcNs());
    status.connected(inlet.guarantee());
    while (isOpen() && connection.getStatus() == Connection.Status.CONNECTED) {
      take(inlet, inlet.next());
      pauseMs = PAUSE_MS_MIN;
    }
    leave(connection, inlet);
  }

  private void leave(Connection connection, Inlet inlet) throws InterruptedException {
    if (connection.getStatus() == Connection.Status.CONNECTED) {
      inlet.giveBack();
      NatsOptions.flush(connection, FLUSH);
    } else {
      status.away(new IOException("the connection was lost"));
    }
  }

  private void take(Inlet inlet, List<Message> messages) throws InterruptedException {
    List<Message> fitting = new ArrayList<>();
    List<CloudEvent> events = new ArrayList<>();
    for (Message message : messages) {
      if (NatsMessage.bytes(message).length > CloudEvent.DATA_BYTES_MAX) {
        refuse(inlet, message);
      } else {
        fitting.add(message);
        events.add(inlet.event(message));
      }
    }
    if (!events.isEmpty()) {
      fire(inlet, fitting, events);
    }
  }

  private void fire(Inlet inlet, List<Message> messages, List<CloudEvent> events)
      throws InterruptedException {
    try {
      fire.accept(trigger, events);
      messages.forEach(inlet::taken);
      status.count(Outcome.TAKEN, messages.size());
      status.works();
    } catch (ControlException | FabricException e) {
      messages.forEach(inlet::postponed);
      status.count(
          switch (inlet.guarantee()) {
            case AT_LEAST_ONCE -> Outcome.POSTPONED;
            case AT_MOST_ONCE -> Outcome.LOST;
          },
          messages.size());
      status.hindered("what comes can't be kept: " + e.getMessage());
      pause(FULL_PAUSE_MS);
    }
  }

  private void refuse(Inlet inlet, Message message) {
    inlet.refused(message);
    status.count(Outcome.REFUSED, 1);
    String why =
        "trigger '%s' of '%s': a message on %s has %d bytes, at most %d are taken: send where they lie"
            .formatted(
                trigger.name(),
                trigger.tenant(),
                message.getSubject(),
                NatsMessage.bytes(message).length,
                CloudEvent.DATA_BYTES_MAX);
    status.hindered(why);
    report.accept(why);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
