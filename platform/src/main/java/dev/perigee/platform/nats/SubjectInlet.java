package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription.Guarantee;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Hears messages of a plain subject, which nobody keeps.
record SubjectInlet(Subscription subscription) implements Inlet {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long COUNT_MAX = 4_096;
  private static final long BYTES_MAX = 32 << 20;

  static SubjectInlet open(Connection connection, Source.Nats source)
      throws IOException, InterruptedException {
    Subscription subscription = connection.subscribe(source.subject(), source.durable());
    subscription.setPendingLimits(COUNT_MAX, BYTES_MAX);
    NatsOptions.flush(connection, PATIENCE);
    String refusal = connection.getLastError();
    if (refusal != null && !refusal.isBlank()) {
      throw new AuthenticationException(refusal);
    }
    return new SubjectInlet(subscription);
  }

  @Override
  public List<Message> next() throws InterruptedException {
    return Inlet.drain(subscription);
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_MOST_ONCE;
  }

  @Override
  public CloudEvent event(Message message) {
    return NatsMessage.event(message, UUID.randomUUID().toString(), "", Instant.now());
  }

  @Override
  public void taken(Message message) {}

  @Override
  public void postponed(Message message) {}

  @Override
  public void refused(Message message) {}

  @Override
  public void giveBack() {}
}
