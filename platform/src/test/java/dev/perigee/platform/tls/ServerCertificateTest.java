package dev.perigee.platform.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.testing.Needs;
import dev.perigee.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();
  private Instant now = Instant.now();

  private CertificateFiles files(String certificate, String key) throws IOException {
    Path cert = Files.writeString(folder.resolve("cert.pem"), certificate);
    return new CertificateFiles(cert, Files.writeString(folder.resolve("key.pem"), key));
  }

  private ServerCertificate open(CertificateFiles files) {
    return ServerCertificate.open(files, () -> now, said::add);
  }

  private List<String> problems(CertificateFiles files) {
    return catchThrowableOfType(CertificateException.class, () -> open(files)).problems();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void takesKeysInTheFormThatTheyWereMadeInAndInTheOlderOnes(String algorithm) throws Exception {
    TestCertificate made = TestCertificate.make(folder, algorithm);
    assertThat(open(files(made.certificate(), made.key())).isWell()).isTrue();

    Path key = Files.writeString(folder.resolve("new.pem"), made.key());
    String old =
        openssl(
            algorithm.toLowerCase(Locale.ROOT),
            "-in",
            key.toString(),
            algorithm.equals("RSA") ? "-traditional" : "-no_public");
    assertThat(old).contains(algorithm + " PRIVATE KEY");
    assertThat(open(files(made.certificate(), old)).isWell()).isTrue();
  }

  private static String openssl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Needs.program("openssl").toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor())
        .as(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isZero();
    return out;
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() throws Exception {
    TestCertificate one = TestCertificate.make(folder, "EC");
    TestCertificate other = TestCertificate.make(folder, "EC");
    TestCertificate old = TestCertificate.make(folder, "EC", "-10d", 2);

    assertThat(problems(files(one.certificate(), other.key())))
        .singleElement()
        .asString()
        .contains("is not the key of");
    assertThat(problems(files(old.certificate(), other.key())))
        .hasSize(2)
        .anyMatch(line -> line.contains("has expired at"));
    assertThat(problems(files(one.certificate() + other.certificate(), other.key())))
        .hasSize(2)
        .anyMatch(line -> line.contains("the server's own certificate comes first"));
    assertThat(problems(files("nothing", "nothing")))
        .hasSize(2)
        .anyMatch(line -> line.contains("holds no certificate"))
        .anyMatch(line -> line.contains("holds no key"));
    assertThat(
            problems(new CertificateFiles(folder.resolve("none.pem"), folder.resolve("none.key"))))
        .hasSize(2)
        .allMatch(line -> line.contains("can't be read"));
    assertThat(
            problems(
                files(
                    one.certificate(), one.key().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"))))
        .singleElement()
        .asString()
        .contains("is encrypted", "openssl pkey");
    assertThat(
            problems(
                files(
                    one.certificate().substring(0, 200) + "\n-----END CERTIFICATE-----",
                    one.key())))
        .isNotEmpty();
  }

  @Test
  void aGoodRenewalIsTakenAndABadOneLeavesTheOldOne() throws Exception {
    TestCertificate first = TestCertificate.make(folder, "EC", "-1d", 40);
    TestCertificate second = TestCertificate.make(folder, "RSA", "-1d", 200);
    ServerCertificate shown = open(files(first.certificate(), first.key()));
    Instant until = shown.goodUntil();
    shown.look();
    assertThat(said).isEmpty();

    var _ = files(first.certificate(), second.key());
    shown.look();
    shown.look();
    assertThat(said).singleElement().asString().contains("can't be used, the old one stays");
    assertThat(shown.isWell()).isFalse();
    assertThat(shown.goodUntil()).isEqualTo(until);

    var _ = files(second.certificate(), second.key());
    shown.look();
    assertThat(said).hasSize(2).last().asString().contains("was renewed");
    assertThat(shown.isWell()).isTrue();
    assertThat(shown.goodUntil()).isAfter(until);
  }

  @Test
  void warnsOnceEachAtThirtySevenAndOneDay() throws Exception {
    TestCertificate made = TestCertificate.make(folder, "EC", "-1d", 41);
    ServerCertificate shown = open(files(made.certificate(), made.key()));
    for (int day = 0; day < 41; day++) {
      shown.look();
      shown.look();
      now = now.plus(Duration.ofDays(1));
    }
    shown.look();
    assertThat(said)
        .extracting(line -> line.replaceAll(".*less than (\\d+) days.*", "$1"))
        .containsExactly("30", "7", "1");
    assertThat(shown.isWell()).isFalse();
  }
}
