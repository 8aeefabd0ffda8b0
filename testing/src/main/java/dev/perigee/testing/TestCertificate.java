package dev.perigee.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate that a test makes for 127.0.0.1, with its key, both as PEM text. It signs itself,
/// so it is also what its clients trust.
public record TestCertificate(String certificate, String key) {
  private static final String PASSWORD = "changeit";

  /// @param folder where files may be made
  /// @param algorithm `EC` or `RSA`
  /// @param startDate as keytool has it, such as `-1d`
  public static TestCertificate make(
      Path folder, String algorithm, String startDate, int validDays) {
    try {
      Path store = Files.createTempFile(folder, "store", ".p12");
      Files.delete(store);
      List<String> command =
          new ArrayList<>(
              List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
      command.addAll(List.of("-genkeypair", "-alias", "a", "-keyalg", algorithm));
      command.addAll(
          algorithm.equals("EC")
              ? List.of("-groupname", "secp256r1")
              : List.of("-keysize", "2048"));
      command.addAll(List.of("-dname", "CN=test " + store.getFileName()));
      command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-startdate", startDate));
      command.addAll(List.of("-validity", Integer.toString(validDays)));
      command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
      run(command);
      return read(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  /// One that is good for a year.
  public static TestCertificate make(Path folder, String algorithm) {
    return make(folder, algorithm, "-1d", 366);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(
        pem("CERTIFICATE", store.getCertificate("a").getEncoded()),
        pem("PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }
}
