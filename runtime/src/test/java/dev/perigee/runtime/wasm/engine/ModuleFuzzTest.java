package dev.perigee.runtime.wasm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Whatever is sent as a WebAssembly module.
class ModuleFuzzTest {
  @Test
  void compilesOrRefusesEveryModule() throws IOException {
    Fuzz.Result result =
        Fuzz.of(echo()).fewer().refusing(ModuleException.class).run(ModuleCompiler::compile);

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  private static byte[] echo() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ModuleFuzzTest.class.getResourceAsStream("/dev/perigee/runtime/wasm/echo.wasm"))) {
      return in.readAllBytes();
    }
  }
}
