package dev.perigee.runtime.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.perigee.runtime.worker.LogSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// One connection of a function, from its request until both directions have ended.
///
/// @param sentBytes counts what goes out
/// @param outside what is connected to now
record Passage(Permits permits, LogSink logs, AtomicLong sentBytes, Set<Socket> outside) {
  private static final int HEAD_MS = 10_000;
  private static final int CONNECT_MS = 5_000;
  private static final int COPY_BYTES = 16 << 10;

  void serve(Socket inside) throws IOException {
    inside.setSoTimeout(HEAD_MS);
    InputStream in = new BufferedInputStream(inside.getInputStream(), COPY_BYTES);
    String asked = "a request";
    try {
      ProxyRequest request = ProxyRequest.read(in);
      asked = request.toString();
      List<InetAddress> addresses = permits.addresses(request.host(), request.port());
      try (Socket far = connected(addresses, request)) {
        outside.add(far);
        try {
          inside.setSoTimeout(0);
          begin(request, inside, far);
          carry(in, inside, far);
        } finally {
          outside.remove(far);
        }
      }
    } catch (Refusal refusal) {
      logs.line("network refused: " + asked + ": " + refusal.why());
      refuse(inside, refusal);
    }
  }

  /// To the addresses that were looked at, one after the other.
  private static Socket connected(List<InetAddress> addresses, ProxyRequest request)
      throws Refusal {
    String why = "no address";
    for (InetAddress address : addresses) {
      Socket far = new Socket();
      try {
        far.connect(new InetSocketAddress(address, request.port()), CONNECT_MS);
        return far;
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
        close(far);
      }
    }
    throw new Refusal(
        Refusal.UNREACHABLE,
        request.host() + ":" + request.port() + " can't be connected to: " + why);
  }

  private void begin(ProxyRequest request, Socket inside, Socket far) throws IOException {
    if (request.head().isEmpty()) {
      inside
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
    } else {
      byte[] head = request.head().get().getBytes(ISO_8859_1);
      sentBytes.addAndGet(head.length);
      far.getOutputStream().write(head);
    }
  }

  private void carry(InputStream in, Socket inside, Socket far) throws IOException {
    Thread back = Thread.ofVirtual().name("perigee-egress").start(() -> bring(far, inside));
    try {
      copy(in, far.getOutputStream(), sentBytes);
      far.shutdownOutput();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// When the other side has ended, so has the connection: nobody waits for more.
  private static void bring(Socket far, Socket inside) {
    try (inside) {
      copy(far.getInputStream(), inside.getOutputStream(), new AtomicLong());
    } catch (IOException gone) {
      close(far);
    }
  }

  private static void copy(InputStream from, OutputStream to, AtomicLong count) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      count.addAndGet(read);
      to.write(buffer, 0, read);
    }
  }

  /// The reason stands where clients show it: in the first line.
  private static void refuse(Socket inside, Refusal refusal) throws IOException {
    String why = refusal.why().replaceAll("[^ -~]", "?");
    String answer =
        "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(refusal.status(), why, why.length(), why);
    inside.getOutputStream().write(answer.getBytes(ISO_8859_1));
    inside.shutdownOutput();
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      return;
    }
  }
}
