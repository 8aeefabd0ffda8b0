package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Speaks HTTP word by word, so that it can also stop in the middle of one.
final class RawClient implements AutoCloseable {
  private static final String RUNTIME = "/2018-06-01/runtime/";
  private final Socket socket;

  /// What came back.
  record Said(int status, Map<String, String> headers, String body) {
    String errorType() {
      int from = body.indexOf("\"errorType\":\"");
      return from < 0 ? "" : body.substring(from + 13, body.indexOf('"', from + 13));
    }
  }

  RawClient(String address) throws IOException {
    String[] parts = address.split(":");
    socket = new Socket(parts[0], Integer.parseInt(parts[1]));
    socket.setSoTimeout(20_000);
  }

  void ask(String method, String path, String headers, String body) throws IOException {
    send(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: x\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// Says that nothing more comes, but goes on listening.
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  int port() {
    return socket.getPort();
  }

  Said get(String path, String headers) throws IOException {
    ask("GET", path, headers, "");
    return read();
  }

  Said post(String path, String headers, String body) throws IOException {
    ask("POST", path, headers, body);
    return read();
  }

  void askNext() throws IOException {
    ask("GET", RUNTIME + "invocation/next", "", "");
  }

  Said next() throws IOException {
    askNext();
    return read();
  }

  Said respond(String id, String body) throws IOException {
    return post(RUNTIME + "invocation/" + id + "/response", "", body);
  }

  Said fail(String id, String headers, String body) throws IOException {
    return post(RUNTIME + "invocation/" + id + "/error", headers, body);
  }

  Said read() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Said(
        status, headers, new String(socket.getInputStream().readNBytes(length), ISO_8859_1));
  }

  private String line() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
