package dev.perigee.runtime.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
  @Test
  void opensNothingThatACommandLinkedInPlaceOfItsResults(@TempDir Path directory) throws Exception {
    Needs.python();
    Path code = Files.createDirectory(directory.resolve("code"));
    Path secret = Files.createDirectory(directory.resolve("secret"));
    Path file = Files.writeString(secret.resolve("key"), "s3cr3t");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String replace = "rm -r ../target && ln -s " + secret + " ../target";
    try (SandboxHost host = SandboxHost.open();
        Workplace place = Workplace.of(host, "tenant", directory.resolve("work"), code)) {
      Workplace.Ended ended =
          place.run(
              new Workplace.Errand(
                  root -> List.of("/bin/sh", "-c", replace),
                  new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                  Map.of(),
                  false,
                  10));

      assertThat(ended.status()).as(ended.text()).isZero();
      assertThatThrownBy(place::finish).hasMessageContaining("replaced the folder of its results");
      assertThat(Files.getPosixFilePermissions(file))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
  }
}
