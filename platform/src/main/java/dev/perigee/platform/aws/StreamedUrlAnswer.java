package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.platform.http.StreamedRun;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An answer of a function's address that goes out while it comes. A function that says so puts
/// status and headers before the body: JSON, then eight bytes of 0.
final class StreamedUrlAnswer implements StreamedRun.Parts {
  private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
  private static final String PLAIN = "application/octet-stream";
  private static final int PRELUDE_BYTES_MAX = 64 << 10;
  private static final int END_BYTES = 8;

  private final ServerResponse response;
  private final ByteArrayOutputStream prelude = new ByteArrayOutputStream();
  private @Nullable Outflow out;

  StreamedUrlAnswer(ServerResponse response) {
    this.response = response;
  }

  boolean hasBegun() {
    return out != null;
  }

  @Override
  public void take(String contentType, byte[] part) {
    Outflow begun = out;
    if (begun != null) {
      begun.write(part, 0);
    } else if (contentType.equals(WITH_PRELUDE)) {
      head(part);
    } else {
      response.header(HeaderNames.CONTENT_TYPE, contentType.isEmpty() ? PLAIN : contentType);
      begin(part, 0);
    }
  }

  private void head(byte[] part) {
    prelude.writeBytes(part);
    byte[] all = prelude.toByteArray();
    int end = end(all);
    if (end < 0) {
      if (all.length > PRELUDE_BYTES_MAX) {
        throw new IllegalStateException(
            "no end of the head within " + PRELUDE_BYTES_MAX + " bytes of a streamed answer");
      }
      return;
    }
    String json = new String(all, 0, end, UTF_8);
    UrlAnswer.ofPrelude(json.isBlank() ? "{}" : json).begin(response);
    begin(all, end + END_BYTES);
  }

  private static int end(byte[] bytes) {
    byte[] zeros = new byte[END_BYTES];
    for (int at = 0; at + END_BYTES <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + END_BYTES, zeros, 0, END_BYTES)) {
        return at;
      }
    }
    return -1;
  }

  private void begin(byte[] bytes, int from) {
    Outflow begun = Outflow.begin(response);
    out = begun;
    begun.write(bytes, from);
  }

  void close() {
    Outflow to = out;
    if (to != null) {
      to.close();
    }
  }
}
