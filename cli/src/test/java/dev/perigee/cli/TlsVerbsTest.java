package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.show.Console;
import dev.perigee.testing.Needs;
import dev.perigee.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A platform over TLS, and verbs that speak to it.
class TlsVerbsTest {
  private static final Map<String, String> FIRST =
      Map.of("PERIGEE_API_KEY", "a-key-of-twenty-characters");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, Lifetime lifetime, String... args) {
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
    return Main.run(new Context(console, environment, new Assembly(), lifetime), args);
  }

  private int verb(Map<String, String> environment, String... args) {
    return run(environment, (_, _) -> 1, args);
  }

  private Path file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private int up(TestCertificate made, Consumer<String> withUrl) throws IOException {
    Path cert = file("cert.pem", made.certificate());
    Path key = file("key.pem", made.key());
    Lifetime once =
        (start, _) -> {
          Running running = start.get();
          withUrl.accept(running.url().toString());
          running.stop(Duration.ZERO);
          return 0;
        };
    String data = folder.resolve("data").toString();
    return run(
        FIRST,
        once,
        "up",
        "--auth",
        "keys",
        "--port",
        "0",
        "--data",
        data,
        "--tls-cert",
        cert.toString(),
        "--tls-key",
        key.toString());
  }

  @Test
  void verbsTrustWhomTheyAreToldToAndShowAKeyOfAFile() throws IOException {
    var _ = Needs.python();
    Path app =
        file(
            "app.py",
            "def handle(event, context):\n    for i in range(3):\n        yield str(i) * 1000\n");
    Path key = file("api.key", "export PERIGEE_API_KEY=a-key-of-twenty-characters\n");
    Path ca = folder.resolve("cert.pem");
    int code =
        up(
            TestCertificate.make(folder, "EC"),
            url -> {
              assertThat(url).startsWith("https://");
              Map<String, String> files =
                  Map.of("PERIGEE_CA_FILE", ca.toString(), "PERIGEE_URL", url);
              assertThat(verb(FIRST, "list", "--url", url)).isEqualTo(1);
              assertThat(out.toString(UTF_8)).contains("--ca-file");
              assertThat(verb(files, "list")).isEqualTo(1);
              String[] deploy = {
                "deploy",
                "s",
                "--runtime",
                "python3",
                "--handler",
                "app.handle",
                "--code",
                app.toString(),
                "--url",
                url,
                "--ca-file",
                ca.toString(),
                "--key-file",
                key.toString()
              };
              assertThat(verb(Map.of(), deploy)).as(out.toString(UTF_8)).isZero();
              assertThat(verb(files, "invoke", "s", "--key-file", key.toString()))
                  .as(out.toString(UTF_8))
                  .isZero();
              assertThat(out.toString(UTF_8)).contains("0".repeat(1000));
            });
    assertThat(code).as(out.toString(UTF_8)).isZero();
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    Path key = file("api.key", "a-key-of-twenty-characters\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(verb(Map.of(), "list", "--key-file", key.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("chmod 600");
  }

  @Test
  void aPlatformDoesNotStartWithACertificateThatNobodyWouldTake() throws IOException {
    TestCertificate old = TestCertificate.make(folder, "EC", "-10d", 2);
    TestCertificate other = TestCertificate.make(folder, "EC");
    assertThat(up(new TestCertificate(old.certificate(), other.key()), _ -> {})).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("has expired at", "is not the key of");
    assertThat(List.of(verb(FIRST, "up", "--tls-cert", "x"))).containsExactly(2);
    assertThat(out.toString(UTF_8)).contains("both --tls-cert FILE and --tls-key FILE");
  }
}
