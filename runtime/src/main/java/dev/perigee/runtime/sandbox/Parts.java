package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.world.node.AnswerStream;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The parts of an answer that come before its end: they go on to a caller that reads meanwhile,
/// and are kept for one that waits for all of it.
final class Parts {
  private final Optional<AnswerStream> stream;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long bytes;

  Parts(Optional<AnswerStream> stream) {
    this.stream = stream;
  }

  void type(byte[] contentType) {
    stream.ifPresent(to -> to.type(new String(contentType, UTF_8)));
  }

  void add(byte[] part) {
    bytes += part.length;
    if (bytes > maxBytes()) {
      return;
    }
    if (stream.isPresent()) {
      stream.get().write(part, 0, part.length);
    } else {
      kept.writeBytes(part);
    }
  }

  int maxBytes() {
    return stream.isPresent() ? AnswerStream.BYTES_MAX : FunctionErrors.ANSWER_MAX_BYTES;
  }

  boolean areTooMany() {
    return bytes > maxBytes();
  }

  /// What has gone to the caller.
  long streamedBytes() {
    return stream.isPresent() ? Math.min(bytes, maxBytes()) : 0;
  }

  /// What is left to give: the end of the answer after the parts that were kept.
  byte[] with(byte[] end) {
    if (kept.size() == 0) {
      return end;
    }
    kept.writeBytes(end);
    return kept.toByteArray();
  }
}
