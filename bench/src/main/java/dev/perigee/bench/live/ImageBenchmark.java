package dev.perigee.bench.live;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A container image on a platform: from the first byte of its archive until the function takes
/// calls, and a first call, with the sandbox made for it.
public final class ImageBenchmark implements Benchmark {
  private static final double DEPLOY_AIM_MS = 5_000;
  private static final double COLD_AIM_MS = 100;
  private static final int PAUSE_MS = 200;

  private final Path home;
  private final Platform platform;
  private final Path folder;
  private final List<String> isolations;

  /// @param home checkout with the examples
  /// @param isolations to call the image in
  public ImageBenchmark(Path home, Platform platform, Path folder, List<String> isolations) {
    this.home = home;
    this.platform = platform;
    this.folder = folder;
    this.isolations = List.copyOf(isolations);
  }

  /// Those of `bubblewrap` and `runc` that this machine has the program of.
  public static List<String> installed() {
    SearchPath programs = SearchPath.ofMachine();
    return Stream.of(Isolation.BUBBLEWRAP, Isolation.RUNC)
        .filter(one -> programs.find(one == Isolation.RUNC ? "runc" : "bwrap").isPresent())
        .map(Isolation::text)
        .toList();
  }

  @Override
  public String name() {
    return "image";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    PlatformClient client = platform.client();
    Path archive = build(size.pick(1, 80));
    List<Figure> figures = new ArrayList<>();
    figures.add(deploys(client, archive, size.pick(1, 5)));
    for (String isolation : isolations) {
      figures.add(coldStarts(client, isolation, size.pick(2, 20)));
    }
    return figures;
  }

  private Path build(int mib) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path archive = folder.resolve("greeter.tar");
    String script = home.resolve("examples/images/greeter/build.py").toString();
    Process build =
        new ProcessBuilder("python3", script, archive.toString(), Integer.toString(mib))
            .inheritIO()
            .start();
    if (build.waitFor() != 0) {
      throw new IOException(script + " failed with status " + build.exitValue());
    }
    return archive;
  }

  /// Nothing of it is on the platform before.
  private static Figure deploys(PlatformClient client, Path archive, int count) {
    Samples deploys = new Samples(count);
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      deploy(client, "deployed", "", load(client, archive, ""));
      deploys.add(System.nanoTime() - fromNs);
      var _ = client.demand("DELETE", "/v1/functions/deployed", null);
    }
    var _ = load(client, archive, "?name=bench:image");
    return deploys.figure("deploy an image", "ms", DEPLOY_AIM_MS, 1);
  }

  private static String load(PlatformClient client, Path archive, String query) {
    Object digest =
        client
            .upload("/v1/images" + query, "application/x-tar", out -> Files.copy(archive, out))
            .object()
            .get("digest");
    return String.valueOf(digest);
  }

  private static Figure coldStarts(PlatformClient client, String isolation, int count)
      throws InterruptedException {
    Samples calls = new Samples(count);
    for (int i = 0; i < count; i++) {
      String name = isolation + i;
      deploy(client, name, isolation, "bench:image");
      // Sandboxes are prepared ahead; a start right after another would wait for the next one.
      Thread.sleep(PAUSE_MS);
      long fromNs = System.nanoTime();
      Reply answer =
          client.demand("POST", "/v1/functions/" + name + "/invocations", new byte[] {'{', '}'});
      calls.add(System.nanoTime() - fromNs);
      requireGreeting(answer);
      var _ = client.demand("DELETE", "/v1/functions/" + name, null);
    }
    return calls.figure("first call of an image, " + isolation, "ms", COLD_AIM_MS, 1);
  }

  private static void requireGreeting(Reply answer) {
    if (!"world".equals(answer.object().get("hello"))) {
      throw new IllegalStateException(
          "the image answered " + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  private static void deploy(PlatformClient client, String name, String isolation, String image) {
    DeployRequest request =
        new DeployRequest(
            "",
            "",
            OptionalInt.of(Deployer.MEMORY_MB_OF_ONE_CPU),
            OptionalLong.of(30_000),
            isolation,
            OptionalInt.empty(),
            Map.of(),
            new byte[0],
            image);
    var _ = client.demand("PUT", "/v1/functions/" + name, Json.bytes(request));
  }
}
