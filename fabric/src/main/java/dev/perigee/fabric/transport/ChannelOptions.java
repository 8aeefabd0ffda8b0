package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import java.time.Duration;

/// Bounds of a channel.
///
/// @param heartbeat how often a sign of life is sent
/// @param lostAfter contact is lost when nothing was heard for this long
/// @param backOff the first pause between two attempts to dial; doubles up to `maxBackOff`
/// @param queueFrames frames that may wait for the socket; beyond, requests and messages are
///   refused
/// @param queueBytes bytes that may wait for the socket, likewise
/// @param maxPayloadBytes the largest payload of a frame
/// @param maxServed requests of the peer that are served at once; beyond, they are refused
public record ChannelOptions(
    Duration heartbeat,
    Duration lostAfter,
    Duration backOff,
    Duration maxBackOff,
    int queueFrames,
    long queueBytes,
    int maxPayloadBytes,
    int maxServed) {

  public static final ChannelOptions DEFAULT =
      new ChannelOptions(
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          16384,
          64L << 20,
          32 << 20,
          16384);

  public ChannelOptions {
    if (heartbeat.isNegative()
        || heartbeat.isZero()
        || lostAfter.compareTo(heartbeat) <= 0
        || backOff.compareTo(maxBackOff) > 0) {
      throw refused(
          "0 < heartbeat < lostAfter and backOff <= maxBackOff, got %s, %s, %s, %s"
              .formatted(heartbeat, lostAfter, backOff, maxBackOff));
    }
    if (queueFrames < 1 || maxPayloadBytes < 0 || queueBytes < maxPayloadBytes || maxServed < 1) {
      throw refused(
          "queueFrames >= 1, queueBytes >= maxPayloadBytes >= 0, maxServed >= 1, got %d, %d, %d, %d"
              .formatted(queueFrames, queueBytes, maxPayloadBytes, maxServed));
    }
  }

  private static FabricException refused(String text) {
    return new FabricException(FabricException.Reason.REFUSED, "channel options: " + text);
  }

  /// The same with another rhythm.
  public ChannelOptions withHeartbeat(Duration newHeartbeat, Duration newLostAfter) {
    return new ChannelOptions(
        newHeartbeat,
        newLostAfter,
        backOff,
        maxBackOff,
        queueFrames,
        queueBytes,
        maxPayloadBytes,
        maxServed);
  }

  /// The same with another send queue.
  public ChannelOptions withQueue(int frames) {
    return new ChannelOptions(
        heartbeat, lostAfter, backOff, maxBackOff, frames, queueBytes, maxPayloadBytes, maxServed);
  }
}
