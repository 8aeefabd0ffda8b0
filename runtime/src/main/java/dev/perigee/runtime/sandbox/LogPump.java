package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Cuts a function's output into lines.
public final class LogPump {
  private static final int READ_BYTES = 8 * 1024;
  private static final int LINE_MAX_BYTES = 256 * 1024;

  private LogPump() {}

  /// Reads on a virtual thread of its own until the channel ends. An overlong line comes in pieces.
  public static Thread start(ReadableByteChannel channel, LogSink sink) {
    return Thread.ofVirtual().name("perigee-log").start(() -> pump(channel, sink));
  }

  private static void pump(ReadableByteChannel channel, LogSink sink) {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (channel) {
      while (channel.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          take(buffer.get(), line, sink);
        }
      }
    } catch (IOException closed) {
      // The sandbox is gone; what was read so far is told.
      tell(line, sink);
      return;
    }
    tell(line, sink);
  }

  private static void take(byte b, ByteArrayOutputStream line, LogSink sink) {
    if (b == '\n') {
      sink.line(line.toString(UTF_8));
      line.reset();
    } else {
      line.write(b);
      if (line.size() >= LINE_MAX_BYTES) {
        tell(line, sink);
      }
    }
  }

  private static void tell(ByteArrayOutputStream line, LogSink sink) {
    if (line.size() > 0) {
      sink.line(line.toString(UTF_8));
      line.reset();
    }
  }
}
