package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Optional;

/// An answer as the events of `InvokeWithResponseStream`. It is whole before its first byte is
/// sent; a function's error comes at the end, as it does when a stream has begun.
///
/// @param tail where the log is to be read from, if it is wanted
record StreamedAnswer(Optional<LogTail> tail) {
  /// A message may have 16 MiB, but clients show progress by chunk.
  private static final int CHUNK_BYTES = 128 << 10;

  void send(ServerResponse response, byte[] payload, LedgerEntry entry) {
    EventStream stream = new EventStream();
    boolean isOk = entry.outcome() == Outcome.OK;
    for (int at = 0; isOk && at < payload.length; at += CHUNK_BYTES) {
      byte[] chunk = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + CHUNK_BYTES));
      stream.add("PayloadChunk", "application/octet-stream", chunk);
    }
    stream.add("InvokeComplete", "application/json", complete(payload, entry));
    response.header(HeaderNames.CONTENT_TYPE, EventStream.CONTENT_TYPE);
    response.send(stream.bytes());
  }

  private byte[] complete(byte[] payload, LedgerEntry entry) {
    return Json.bytes(json -> {
      json.writeStartObject();
      if (entry.outcome() != Outcome.OK) {
        json.writeStringField("ErrorCode", "Unhandled");
        json.writeStringField("ErrorDetails", new String(payload, UTF_8));
      }
      if (tail.isPresent()) {
        json.writeStringField("LogResult", tail.get().read(entry));
      }
      json.writeEndObject();
    });
  }
}
