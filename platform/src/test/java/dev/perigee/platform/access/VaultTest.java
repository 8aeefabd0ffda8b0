package dev.perigee.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  @TempDir Path folder;

  private KeyFile file() {
    return new KeyFile(folder.resolve("secrets.key"));
  }

  @Test
  void opensWhatWasSealedForTheSamePurposeAndNothingElse() {
    Vault vault = file().open();
    String sealed = vault.seal("canary ü", "a");
    assertThat(vault.open(sealed, "a")).isEqualTo("canary ü");
    assertThat(sealed).startsWith("sealed:1:k1:").doesNotContain("canary");
    assertThat(vault.seal("canary ü", "a")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> vault.open(sealed, "b")).hasMessageContaining("something else");
    String changed = sealed.substring(0, sealed.length() - 5) + "AAAA=";
    assertThatThrownBy(() -> vault.open(changed, "a")).hasMessageNotContaining("canary");
    assertThatThrownBy(() -> vault.open("canary", "a")).hasMessageNotContaining("canary");
  }

  @Test
  void anotherKeySealsAfterARotationAndTheOldOneStillOpens() {
    String old = file().open().seal("text", "a");
    assertThat(file().rotate()).isEqualTo("k2");
    Vault vault = file().open();
    assertThat(vault.open(old, "a")).isEqualTo("text");
    assertThat(vault.isCurrent(old)).isFalse();
    assertThat(vault.isCurrent(vault.seal("text", "a"))).isTrue();
  }

  @Test
  void aKeyThatIsGoneIsNamed() throws IOException {
    String sealed = file().open().seal("text", "a");
    Files.delete(folder.resolve("secrets.key"));
    assertThat(file().open().keyId()).isEqualTo("k1");
    assertThatThrownBy(() -> file().open().open(sealed, "a")).hasMessageContaining("'k1'");
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws IOException {
    var _ = file().open();
    Path path = folder.resolve("secrets.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> file().open()).hasMessageContaining("chmod 600");
  }
}
