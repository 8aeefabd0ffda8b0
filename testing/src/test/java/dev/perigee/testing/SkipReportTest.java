package dev.perigee.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SkipReportTest {
  @Test
  void addsUpTheModulesByWhatTheyLacked(@TempDir Path root) {
    SkipReport.write(
        root.resolve("runtime"),
        List.of(
            Skip.of("needs clang: no program 'clang'", "WasmTest", 2),
            Skip.of("Assumption failed: needs python3", "PythonTest", 1)));
    SkipReport.write(root.resolve("cli"), List.of(Skip.of("needs clang", "CliTest", 1)));

    assertThat(SkipReport.read(root).summary())
        .isEqualTo("skipped: clang (3 tests), python3 (1 test)");
  }

  @Test
  void saysSoWhenNothingWasSkipped(@TempDir Path root) {
    assertThat(SkipReport.read(root).summary()).isEqualTo("skipped: nothing");
  }
}
