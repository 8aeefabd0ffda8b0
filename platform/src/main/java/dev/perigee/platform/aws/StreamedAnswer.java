package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.http.InvokeRoute;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer as the events of `InvokeWithResponseStream`, each sent as soon as there is something
/// to say. A function's error comes at the end.
final class StreamedAnswer implements InvokeRoute.Stream {
  private static final int CHUNK_BYTES = 128 << 10;

  private final ServerResponse response;
  private final Optional<LogTail> tail;
  private @Nullable Outflow out;

  /// @param tail where the log is to be read from, if it is wanted
  StreamedAnswer(ServerResponse response, Optional<LogTail> tail) {
    this.response = response;
    this.tail = tail;
  }

  @Override
  public boolean hasBegun() {
    return out != null;
  }

  @Override
  public void take(String contentType, byte[] part) {
    send("PayloadChunk", "application/octet-stream", part);
  }

  @Override
  public void end(byte[] rest, LedgerEntry entry) {
    if (entry.outcome() == Outcome.OK) {
      for (int at = 0; at < rest.length; at += CHUNK_BYTES) {
        take("", Arrays.copyOfRange(rest, at, Math.min(rest.length, at + CHUNK_BYTES)));
      }
    }
    send("InvokeComplete", "application/json", complete(rest, entry));
    close();
  }

  @Override
  public void breakOff(String reason) {
    send(
        "InvokeComplete",
        "application/json",
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("ErrorCode", "ServiceException");
          json.writeStringField("ErrorDetails", reason);
          json.writeEndObject();
        }));
    close();
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

  private void send(String event, String contentType, byte[] payload) {
    open().write(EventStream.message(event, contentType, payload), 0);
  }

  private Outflow open() {
    Outflow open = out;
    if (open == null) {
      response.header(HeaderNames.CONTENT_TYPE, EventStream.CONTENT_TYPE);
      open = Outflow.begin(response);
      out = open;
    }
    return open;
  }

  private void close() {
    open().close();
  }
}
