package dev.perigee.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.platform.control.Deployment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentCheckTest {

  @Test
  void enclosesImagesByTheFirstProgramOnTheSearchPath(@TempDir Path first, @TempDir Path second)
      throws IOException {
    String path = first + File.pathSeparator + second;
    assertThat(DeploymentCheck.isolationOfImages(path)).isEqualTo(Isolation.BUBBLEWRAP);
    program(first, "crun");
    assertThat(DeploymentCheck.isolationOfImages(path)).isEqualTo(Isolation.CRUN);
    program(first, "runc");
    assertThat(DeploymentCheck.isolationOfImages(path)).isEqualTo(Isolation.RUNC);
    program(second, "bwrap");
    assertThat(DeploymentCheck.isolationOfImages(path)).isEqualTo(Isolation.BUBBLEWRAP);
  }

  private static void program(Path folder, String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("1st", "x");
    environment.put("AWS_REGION", "x");
    environment.put("OK_NAME", "zero \u0000 byte");
    Deployment wrong =
        new Deployment("Tenant!", "a b", "cobol", "", 1, 0, "vm", -1, environment, new byte[0]);
    assertThat(DeploymentCheck.problems(wrong))
        .hasSize(10)
        .anyMatch(each -> each.contains("'a b'"))
        .anyMatch(each -> each.contains("'Tenant!'"))
        .anyMatch(each -> each.contains("'cobol'") && each.contains("python3"))
        .anyMatch(each -> each.contains("'vm'"))
        .anyMatch(each -> each.contains("memory 1 MB"))
        .anyMatch(each -> each.contains("timeout 0.0 s"))
        .anyMatch(each -> each.contains("concurrency -1"))
        .anyMatch(each -> each.contains("'1st'"))
        .anyMatch(each -> each.contains("'AWS_REGION'"))
        .anyMatch(each -> each.contains("'OK_NAME'"));
  }

  @Test
  void findsNothingWrongWithWhatIsRight() {
    assertThat(DeploymentCheck.problems(deployment("python3.12", "app.handler", ""))).isEmpty();
    assertThat(DeploymentCheck.problems(deployment("nodejs22.x", "dir/app.api.get", ""))).isEmpty();
    assertThat(DeploymentCheck.problems(deployment("java25", "app.App::handle", ""))).isEmpty();
    assertThat(DeploymentCheck.problems(deployment("java21", "app.App", "process"))).isEmpty();
    assertThat(DeploymentCheck.problems(deployment("provided.al2023", "x", "process"))).isEmpty();
    assertThat(DeploymentCheck.problems(deployment("wasm", "words.wasm", "wasm"))).isEmpty();
  }

  @Test
  void refusesAHandlerAndAnIsolationThatDoNotGoWithTheRuntime() {
    assertThat(DeploymentCheck.problems(deployment("python3", "handler", "wasm"))).hasSize(2);
    assertThat(DeploymentCheck.problems(deployment("nodejs22.x", "handler", "wasm"))).hasSize(2);
    assertThat(DeploymentCheck.problems(deployment("java25", "app/App::", "wasm"))).hasSize(2);
    assertThat(DeploymentCheck.problems(deployment("wasm", "../words.wasm", "process"))).hasSize(2);
  }

  private static Deployment deployment(String runtime, String handler, String isolation) {
    return new Deployment(
        "default", "f", runtime, handler, 128, 3_000, isolation, 10, new TreeMap<>(), new byte[0]);
  }
}
