package dev.perigee.platform.aws;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;

/// The body of a response whose length is not known when it begins. A client that can't be written
/// to is gone: that ends its connection and is no fault.
record Outflow(OutputStream out) {

  /// Sends the head of the response with the first part.
  static Outflow begin(ServerResponse response) {
    return new Outflow(response.outputStream());
  }

  void write(byte[] bytes, int from) {
    try {
      out.write(bytes, from, bytes.length - from);
      out.flush();
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client can't be written to", gone);
    }
  }

  void close() {
    try {
      out.close();
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client can't be written to", gone);
    }
  }
}
