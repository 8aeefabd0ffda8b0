package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Subscription.Guarantee;
import dev.perigee.platform.trigger.Subscription.Outcome;
import dev.perigee.platform.trigger.Subscription.State;
import dev.perigee.platform.trigger.Trigger;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.support.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How it stands with a connection. What the client says of it is kept here and goes to no log.
final class NatsStatus implements ErrorListener {
  private final Map<Outcome, Long> messages = new EnumMap<>(Outcome.class);
  private State state = State.CONNECTING;
  private String reason = "";

  /// What lies below the next failure; the client tells it apart from that.
  private String cause = "";

  private Optional<Guarantee> guarantee = Optional.empty();

  synchronized Subscription of(Trigger trigger) {
    return new Subscription(trigger, state, reason, guarantee, Map.copyOf(messages));
  }

  synchronized void connected(Guarantee given) {
    state = State.CONNECTED;
    reason = "";
    cause = "";
    guarantee = Optional.of(given);
  }

  synchronized void away(Exception e) {
    state = State.CONNECTING;
    reason = text(e);
  }

  synchronized void failed(Exception e) {
    state = State.FAILED;
    reason = text(e);
  }

  private String text(Exception e) {
    String text = String.valueOf(e.getMessage());
    return cause.isEmpty() || text.contains(cause) ? text : text + " (" + cause + ")";
  }

  /// It goes on, though something went wrong.
  synchronized void hindered(String why) {
    reason = why;
  }

  synchronized void works() {
    reason = "";
  }

  synchronized void count(Outcome outcome, int count) {
    messages.merge(outcome, (long) count, Long::sum);
  }

  @Override
  public synchronized void errorOccurred(Connection connection, String error) {
    cause = error;
  }

  @Override
  public synchronized void exceptionOccurred(Connection connection, Exception e) {
    cause = String.valueOf(e.getMessage());
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    hindered("messages come faster than they are kept: some were lost");
  }

  @Override
  public void pullStatusWarning(
      Connection connection, JetStreamSubscription subscription, Status status) {
    // A pull that nothing came for has ended.
  }

  @Override
  public void messageDiscarded(Connection connection, Message message) {
    // An acknowledgement that was not sent: the message comes again.
  }
}
