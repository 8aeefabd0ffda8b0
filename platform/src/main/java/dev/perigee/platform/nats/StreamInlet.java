package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription.Guarantee;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Pulls messages of a stream by a durable consumer. No more are asked for than can be kept, and
/// what is not acknowledged comes again.
final class StreamInlet implements Inlet {
  private static final Duration ACK_WAIT = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int NO_CONSUMER = 10_014;

  /// A pull that was lost on its way is made up for by the next one, which comes before this one
  /// ends.
  private static final Duration PULL = Duration.ofSeconds(30);

  private static final long PULL_AGAIN_NS = Duration.ofSeconds(25).toNanos();

  private final JetStreamSubscription subscription;
  private int pulledCount;
  private long pulledNs;

  private StreamInlet(JetStreamSubscription subscription) {
    this.subscription = subscription;
  }

  static StreamInlet open(
      Connection connection, StreamConfiguration stream, Source.Nats source, long sinceUtcNs)
      throws IOException, JetStreamApiException {
    JetStreamManagement management = connection.jetStreamManagement();
    if (!isThere(management, stream.getName(), source)) {
      var _ =
          management.addOrUpdateConsumer(stream.getName(), consumer(stream, source, sinceUtcNs));
    }
    return new StreamInlet(
        connection
            .jetStream()
            .subscribe(null, PullSubscribeOptions.bind(stream.getName(), source.durable())));
  }

  private static boolean isThere(JetStreamManagement management, String stream, Source.Nats source)
      throws IOException, JetStreamApiException {
    try {
      String subject =
          management
              .getConsumerInfo(stream, source.durable())
              .getConsumerConfiguration()
              .getFilterSubject();
      if (!source.subject().equals(subject)) {
        throw new IllegalArgumentException(
            "consumer '%s' of stream '%s' is there for %s, not for %s: name another durable, or delete that consumer"
                .formatted(source.durable(), stream, subject, source.subject()));
      }
      return true;
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_CONSUMER) {
        return false;
      }
      throw e;
    }
  }

  /// A queue of work has all of its messages still to be done.
  private static ConsumerConfiguration consumer(
      StreamConfiguration stream, Source.Nats source, long sinceUtcNs) {
    var consumer =
        ConsumerConfiguration.builder()
            .durable(source.durable())
            .filterSubject(source.subject())
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(ACK_WAIT);
    return stream.getRetentionPolicy() == RetentionPolicy.WorkQueue
        ? consumer.deliverPolicy(DeliverPolicy.All).build()
        : consumer
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(Instant.ofEpochSecond(0, sinceUtcNs).atZone(ZoneOffset.UTC))
            .build();
  }

  @Override
  public List<Message> next() throws InterruptedException {
    long nowNs = System.nanoTime();
    if (pulledCount <= 0 || nowNs - pulledNs > PULL_AGAIN_NS) {
      subscription.pull(PullRequestOptions.builder(BATCH).expiresIn(PULL).build());
      pulledCount = BATCH;
      pulledNs = nowNs;
    }
    List<Message> messages = Inlet.drain(subscription);
    pulledCount -= messages.size();
    return messages;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  /// A stream that is deleted and made anew counts from 1 again, so the time belongs to the id.
  @Override
  public CloudEvent event(Message message) {
    var meta = message.metaData();
    Instant time = meta.timestamp().toInstant();
    String id =
        "%s-%d-%d.%09d"
            .formatted(
                meta.getStream(), meta.streamSequence(), time.getEpochSecond(), time.getNano());
    return NatsMessage.event(message, id, meta.getStream(), time);
  }

  @Override
  public void taken(Message message) {
    message.ack();
  }

  @Override
  public void postponed(Message message) {
    message.nakWithDelay(AGAIN);
  }

  @Override
  public void refused(Message message) {
    message.term();
  }

  @Override
  public void giveBack() throws InterruptedException {
    while (subscription.getPendingMessageCount() > 0) {
      Message message = subscription.nextMessage(1);
      if (message != null) {
        message.nak();
      }
    }
  }
}
