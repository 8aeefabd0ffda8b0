package dev.perigee.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

final class MachineTest {
  @Test
  void findsTheFirstProgramOnThePath(@TempDir Path a, @TempDir Path b) throws Exception {
    Path program = Files.createFile(b.resolve("tool"));
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Machine machine = Machine.of(a + File.pathSeparator + b, null);

    assertThat(machine.program("tool", "tool", "install it")).isEqualTo(program);
  }

  @Test
  void skipsByNameWhatTheMachineLacks() {
    Machine machine = Machine.of("/nowhere", null);

    assertThatThrownBy(() -> machine.program("clang", "wasm-ld", "install lld"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("needs clang: no program 'wasm-ld' on the PATH; install lld");
  }

  @Test
  void failsWhereTheEnvironmentInsists() {
    Machine machine = Machine.of("/nowhere", "python, clang");

    assertThatThrownBy(() -> machine.require("clang", false, "install lld"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("PERIGEE_REQUIRE contains 'clang', but install lld");
  }
}
