package dev.perigee.runtime.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageExtensionsTest {

  @Test
  void theLogSaysThatExtensionsOfAnImageAreNotStarted(@TempDir Path root) throws Exception {
    Needs.python();
    Sample sample = Functions.provided(root, "#!/bin/sh\n").under(Isolation.BUBBLEWRAP);
    Path folder = Files.createDirectories(root.resolve("opt/extensions"));
    Path watcher = Files.writeString(folder.resolve("watcher"), "#!/bin/sh\n");
    assertThat(watcher.toFile().setExecutable(true, false)).isTrue();
    WorkerSpec code = sample.spec();
    ImageCommand nothing = new ImageCommand(List.of("/no/such/program"), "/", Map.of());
    WorkerSpec spec =
        new WorkerSpec(
            code.node(),
            code.function(),
            code.code(),
            code.cpuMilli(),
            code.logs(),
            Optional.of(nothing),
            Optional.empty(),
            false,
            code.calls());
    try (SandboxHost host = SandboxHost.open()) {
      ProvidedWorkerFactory factory = new ProvidedWorkerFactory(host);
      assertThatThrownBy(() -> factory.start(spec)).isInstanceOf(WorkerStartException.class);
    }
    assertThat(sample.logs())
        .contains(
            "extensions [watcher] of the image are not started; let its entry point start them");
  }
}
