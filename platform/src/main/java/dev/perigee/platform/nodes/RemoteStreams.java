package dev.perigee.platform.nodes;

import dev.perigee.world.node.AnswerStream;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.wire.AnswerPart;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The callers that read answers of a node while they come.
final class RemoteStreams {
  private final Map<UUID, AnswerStream> streams = new ConcurrentHashMap<>();

  void begin(InvocationRequest request) {
    request.context().stream().ifPresent(stream -> streams.put(request.invocationId(), stream));
  }

  void end(InvocationRequest request) {
    streams.remove(request.invocationId());
  }

  /// Waits while the caller has enough to read; what comes for nobody is thrown away.
  void take(AnswerPart part) {
    AnswerStream stream = streams.get(part.invocationId());
    if (stream != null) {
      if (!part.contentType().isEmpty()) {
        stream.type(part.contentType());
      }
      stream.write(part.bytes(), 0, part.bytes().length);
    }
  }
}
