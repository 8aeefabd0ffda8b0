package dev.perigee.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a test needs from the machine. Each method goes on if the machine has it, and otherwise
/// skips the test, or fails it where `PERIGEE_REQUIRE` contains the name.
public final class Needs {
  private static final Machine HERE = Machine.here();

  private Needs() {}

  /// The Python interpreter; its name in `PERIGEE_REQUIRE` is `python`.
  public static Path python() {
    return HERE.program("python", "python3", "apt-get install python3");
  }

  /// Node.js; its name is `node`.
  public static Path node() {
    return HERE.program("node", "node", "apt-get install nodejs");
  }

  /// A C compiler with linker and library for WebAssembly (WASI); its name is `clang`.
  public static Path clang() {
    String install = "apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32";
    Path clang = HERE.program("clang", "clang", install);
    Path unused = HERE.program("clang", "wasm-ld", install);
    that(
        "clang",
        Files.isDirectory(Path.of("/usr/include/wasm32-wasi")),
        "there is no /usr/include/wasm32-wasi beside " + unused + "; " + install);
    return clang;
  }

  /// A browser that speaks the DevTools protocol; its name is `chromium`.
  public static Path chromium() {
    return HERE.program(
        "chromium",
        List.of("chromium", "chromium-browser", "google-chrome"),
        "apt-get install chromium");
  }

  /// A NATS server; its name is `nats`.
  public static Path nats() {
    return HERE.program("nats", "nats-server", "apt-get install nats-server");
  }

  /// The program of this name on the search path, whose name in `PERIGEE_REQUIRE` is the same.
  public static Path program(String name) {
    return HERE.program(name, name, "install it and put it on the PATH");
  }

  /// Anything else that a machine has or has not.
  ///
  /// @param name what `PERIGEE_REQUIRE` and the summary of skipped tests call it, one word
  /// @param holds whether the machine has it
  /// @param remedy how it is to be had
  public static void that(String name, boolean holds, String remedy) {
    HERE.require(name, holds, remedy);
  }
}
