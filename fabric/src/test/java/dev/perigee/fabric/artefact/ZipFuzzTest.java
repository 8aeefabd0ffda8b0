package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.FabricException;
import dev.perigee.testing.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is sent as code.
class ZipFuzzTest {
  @TempDir Path folder;

  @Test
  void unpacksOrRefusesEveryArchive() throws IOException {
    int[] number = {0};

    Fuzz.Result result =
        Fuzz.of(zip("app.py", "a/b.py"), zip("c"))
            .refusing(FabricException.class)
            .run(zip -> {
              Path target = folder.resolve("t" + number[0]++);
              var _ = CodeArchive.unpack(zip, target, ArchiveLimits.DEFAULT);
            });

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("content of " + name).getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
