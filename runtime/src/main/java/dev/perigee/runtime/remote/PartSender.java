package dev.perigee.runtime.remote;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.world.node.AnswerStream;
import dev.perigee.world.wire.AnswerPart;
import dev.perigee.world.wire.NodeWire;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Sends an answer to the control plane part by part. The next one waits until the caller has taken
/// the last; out of contact there is no caller.
final class PartSender implements AnswerStream {
  private static final int PART_BYTES = 64 << 10;

  /// The control plane cuts a caller off that takes nothing for a minute.
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Channel control;
  private final UUID invocationId;
  private final CompletableFuture<byte[]> closed = new CompletableFuture<>();
  private volatile String contentType = "";

  PartSender(Channel control, UUID invocationId) {
    this.control = control;
    this.invocationId = invocationId;
  }

  @Override
  public void type(String newType) {
    contentType = newType;
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    for (int at = 0; at < count && !closed.isDone(); at += PART_BYTES) {
      int end = from + Math.min(count, at + PART_BYTES);
      send(Arrays.copyOfRange(bytes, from + at, end));
    }
  }

  private void send(byte[] part) {
    byte[] message = NodeWire.encode(new AnswerPart(invocationId, contentType, part));
    try {
      var _ =
          CompletableFuture.anyOf(control.request(NodeWire.PART, message, TIMEOUT), closed).join();
    } catch (FabricException | CompletionException lost) {
      close();
    }
  }

  @Override
  public void close() {
    closed.complete(new byte[0]);
  }
}
