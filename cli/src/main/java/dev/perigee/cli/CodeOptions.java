package dev.perigee.cli;

import dev.perigee.api.DeployRequest;
import dev.perigee.fabric.artefact.CodeArchive;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a function is, but for its name and code.
final class CodeOptions {
  @Option(
      names = "--runtime",
      paramLabel = "R",
      description = "python3.12 and the like, nodejs22.x, java25, wasm, provided.al2023.")
  private String runtime = "";

  @Option(
      names = "--handler",
      paramLabel = "H",
      description =
          "Python: MODULE.FUNCTION; Node: FILE.EXPORT; Java: CLASS::METHOD; wasm: the module's"
              + " file; provided: free text; image: what replaces the image's command.")
  private String handler = "";

  @Option(names = "--memory", paramLabel = "MB", description = "Limit of memory; default: 128.")
  private @Nullable Integer memoryMb;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description = "Longest time of a handler in seconds; default: 3.")
  private @Nullable BigDecimal timeoutS;

  @Option(
      names = "--isolation",
      paramLabel = "HOW",
      description =
          "process, namespaces, bubblewrap, runc, crun, gvisor or wasm; default: namespaces.")
  private String isolation = "";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Most invocations of the function at once; default: 1000.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "A variable that the function sees; may be given many times.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--allow-network",
      paramLabel = "HOST[:PORT]",
      split = ",",
      description =
          "Where the function may connect to, through a proxy: a name, *.NAME or an address;"
              + " default: nowhere. May be given many times.")
  private List<String> network = new ArrayList<>();

  /// A deployment of the code; what no option says is taken from the folder's `perigee.json`.
  DeployRequest request(Path code) {
    if (!Files.exists(code)) {
      throw new VerbException("there is no " + code + ": --code takes a file, a folder or a zip");
    }
    FunctionFile file = FunctionFile.in(code);
    return request(
        runtime.isEmpty() ? file.runtime() : runtime,
        handler.isEmpty() ? file.handler() : handler,
        CodeArchive.pack(code),
        "");
  }

  /// A deployment of an image that the platform has.
  DeployRequest image(String image) {
    return request(runtime, handler, new byte[0], image);
  }

  private DeployRequest request(String runtime, String handler, byte[] zip, String image) {
    return new DeployRequest(
        runtime,
        handler,
        memoryMb == null ? OptionalInt.empty() : OptionalInt.of(memoryMb),
        timeoutS == null
            ? OptionalLong.empty()
            : OptionalLong.of(timeoutS.movePointRight(3).longValue()),
        isolation,
        concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency),
        environment,
        zip,
        image,
        network);
  }
}
