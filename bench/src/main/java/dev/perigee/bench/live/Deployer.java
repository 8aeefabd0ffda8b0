package dev.perigee.bench.live;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.fabric.artefact.CodeArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Deploys the functions of the benchmarks, each of which answers with its event, and calls them.
final class Deployer {
  /// One vCPU, so that no quota of CPU stands in the way.
  static final int MEMORY_MB_OF_ONE_CPU = 1_769;

  private final PlatformClient client;

  Deployer(PlatformClient client) {
    this.client = client;
  }

  String python(String name, int memoryMb, Path code) {
    return deploy(name, "python3.12", "echo.handler", memoryMb, CodeArchive.pack(code));
  }

  String wasm(String name, Path code) {
    return deploy(name, "wasm", "echo.wasm", MEMORY_MB_OF_ONE_CPU, CodeArchive.pack(code));
  }

  /// As many as asked for, all with the same code.
  List<String> pythons(String prefix, int count, int memoryMb, Path code) {
    byte[] zip = CodeArchive.pack(code);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(deploy(prefix + i, "python3.12", "echo.handler", memoryMb, zip));
    }
    return names;
  }

  /// Waits for the answer; an error is thrown.
  void call(String function) {
    byte[] event = {'{', '}'};
    var _ = client.demand("POST", "/v1/functions/" + function + "/invocations", event);
  }

  private String deploy(String name, String runtime, String handler, int memoryMb, byte[] zip) {
    DeployRequest request =
        new DeployRequest(
            runtime,
            handler,
            OptionalInt.of(memoryMb),
            OptionalLong.of(30_000),
            runtime.equals("wasm") ? "wasm" : "",
            OptionalInt.empty(),
            Map.of(),
            zip);
    var _ = client.demand("PUT", "/v1/functions/" + name, Json.bytes(request));
    return name;
  }
}
