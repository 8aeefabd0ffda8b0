package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.platform.tls.CertificateFiles;
import dev.perigee.platform.tls.ServerCertificate;
import dev.perigee.testing.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The front door over TLS.
class TlsFrontTest {
  @TempDir Path folder;

  private ServerCertificate certificate;
  private HttpFront front;

  @BeforeEach
  void start() throws IOException {
    write(TestCertificate.make(folder, "EC"));
    CertificateFiles files =
        new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    certificate = ServerCertificate.open(files, Instant::now, _ -> {});
    front =
        HttpFront.start(
            new FakeControlPlane(),
            Door.open("127.0.0.1", 0).with(Optional.of(certificate)),
            _ -> List.of());
  }

  @AfterEach
  void stop() {
    front.stop(Duration.ofSeconds(1));
  }

  private void write(TestCertificate made) throws IOException {
    Files.writeString(folder.resolve("cert.pem"), made.certificate());
    Files.writeString(folder.resolve("key.pem"), made.key());
  }

  /// Trusts anybody: the test looks at who it is by itself.
  private record Anybody() implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private SSLSocket connect(String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), front.port());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  private static String subject(SSLSocket socket) throws IOException {
    return socket.getSession().getPeerPrincipal().getName();
  }

  /// One more request over a connection; its status line.
  private static String ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1);
    String status = lines.readLine();
    String line = status;
    int length = 0;
    while (line != null && !line.isEmpty()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
      line = lines.readLine();
    }
    for (int i = 0; i < length; i++) {
      var _ = lines.read();
    }
    return String.valueOf(status);
  }

  @Test
  void aRenewedCertificateIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
    try (SSLSocket old = connect()) {
      assertThat(ask(old)).contains("200");
      write(TestCertificate.make(folder, "RSA"));
      certificate.look();
      try (SSLSocket young = connect()) {
        assertThat(ask(young)).contains("200");
        assertThat(subject(young)).isNotEqualTo(subject(old));
      }
      assertThat(ask(old)).contains("200");
    }
  }

  @Test
  void speaksNothingOlderThanTls12() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (SSLSocket socket = connect(protocol)) {
        assertThat(ask(socket)).contains("200");
        assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      }
    }
    try (SSLSocket socket = connect("TLSv1.1")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void whoSpeaksPlainHttpGetsNoAnswer() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      assertThat(ask(socket)).doesNotContain("200");
    }
    try (SSLSocket socket = connect()) {
      assertThat(ask(socket)).contains("200");
    }
  }
}
