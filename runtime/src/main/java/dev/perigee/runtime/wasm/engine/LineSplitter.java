package dev.perigee.runtime.wasm.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Makes lines of what a run writes to standard error. A line is cut where it gets too long to
/// keep.
final class LineSplitter {
  private static final int LINE_BYTES_MAX = 16 << 10;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);

  void append(byte[] bytes, Consumer<String> lines) {
    for (byte b : bytes) {
      if (b == '\n') {
        flush(lines);
      } else {
        line.write(b);
        if (line.size() >= LINE_BYTES_MAX) {
          flush(lines);
        }
      }
    }
  }

  /// Hands over what has no line end yet.
  void finish(Consumer<String> lines) {
    if (line.size() > 0) {
      flush(lines);
    }
  }

  private void flush(Consumer<String> lines) {
    String text = line.toString(UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
