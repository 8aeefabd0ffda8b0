package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.NatsSubject;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription.Guarantee;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where messages come in from a connection.
sealed interface Inlet permits StreamInlet, SubjectInlet {
  /// How long is waited for a message.
  Duration WAIT = Duration.ofMillis(500);

  /// How many are taken together.
  int BATCH = 32;

  /// What the server answers where JetStream is off for who asks.
  int UNAVAILABLE = 503;

  /// From the stream that keeps the subject if there is one.
  ///
  /// @param sinceUtcNs what a stream took before is let be
  static Inlet open(Connection connection, Source.Nats source, long sinceUtcNs)
      throws IOException, JetStreamApiException, InterruptedException {
    List<StreamInfo> streams = streams(connection, source.subject());
    for (StreamInfo stream : streams) {
      if (subjects(stream).stream().anyMatch(each -> NatsSubject.covers(each, source.subject()))) {
        return StreamInlet.open(connection, stream.getConfiguration(), source, sinceUtcNs);
      }
    }
    if (!streams.isEmpty()) {
      throw new IllegalArgumentException(
          "stream '%s' keeps %s, which is only a part of %s: narrow the trigger's subject, or widen the stream's"
              .formatted(
                  streams.getFirst().getConfiguration().getName(),
                  subjects(streams.getFirst()),
                  source.subject()));
    }
    return SubjectInlet.open(connection, source);
  }

  private static List<String> subjects(StreamInfo stream) {
    return stream.getConfiguration().getSubjects();
  }

  private static List<StreamInfo> streams(Connection connection, String subject)
      throws IOException, JetStreamApiException {
    if (!connection.getServerInfo().isJetStreamAvailable()) {
      return List.of();
    }
    try {
      return connection.jetStreamManagement().getStreams(subject);
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == UNAVAILABLE) {
        return List.of();
      }
      throw e;
    }
  }

  /// What has come, none after a while. Throws IllegalStateException if nothing can come any more.
  List<Message> next() throws InterruptedException;

  /// A message and all that wait behind it.
  static List<Message> drain(io.nats.client.Subscription subscription) throws InterruptedException {
    List<Message> messages = new ArrayList<>();
    Message message = subscription.nextMessage(WAIT);
    while (message != null) {
      messages.add(message);
      boolean more = messages.size() < BATCH && subscription.getPendingMessageCount() > 0;
      message = more ? subscription.nextMessage(1) : null;
    }
    return messages;
  }

  Guarantee guarantee();

  CloudEvent event(Message message);

  /// What came of it is durable.
  void taken(Message message);

  /// It can't be taken now.
  void postponed(Message message);

  /// It can never be taken.
  void refused(Message message);

  /// Lets others have what has come and was not looked at.
  void giveBack() throws InterruptedException;
}
