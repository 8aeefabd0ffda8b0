package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a small checkout, with a `java` and a `mvn` that only say that they were called.
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cp",
          "find",
          "flock",
          "getconf",
          "grep",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tee");
  private static final String ECHO = "#!/bin/sh\nfor last; do :; done\necho \"ran $last\"\n";

  @TempDir Path folder;
  private Path checkout;
  private Path tools;
  private Path builds;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = folder.resolve("checkout with a space");
    tools = folder.resolve("tools");
    builds = folder.resolve("builds");
    for (String file : List.of("perigee", "scripts/find-java", "scripts/build-app")) {
      Path copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Repository.here().root().resolve(file), copy);
    }
    write("checkout with a space/pom.xml", "<project/>");
    write("checkout with a space/cli/pom.xml", "<project/>");
    write("checkout with a space/cli/src/main/Source.java", "class Source {}");
    write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/java", ECHO);
    program("jdk/bin/javac", ECHO);
    program("jdk/bin/jar", ECHO);
    linkTools();
    program(
        "tools/mvn",
        """
        #!/bin/sh
        echo built >>'%s'
        mkdir -p cli/target/quick/perigee/lib
        : >cli/target/quick/perigee/lib/perigee.jar
        """
            .formatted(builds));
  }

  /// What the launcher may use of the machine: its `java` and `mvn` are not among it.
  private void linkTools() throws IOException {
    for (String tool : TOOLS) {
      for (String directory : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(directory, tool);
        if (Files.isExecutable(real)) {
          program("tools/" + tool, "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
      }
    }
  }

  @Test
  void buildsOnceAndThenStartsWithoutMaven() throws Exception {
    Run first = launch(Map.of(), "version");
    assertThat(first.err()).contains("building with").contains("built");
    assertThat(first.out()).isEqualTo("ran version\n");
    Files.delete(tools.resolve("mvn"));
    Run second = launch(Map.of(), "list");
    assertThat(second).isEqualTo(new Run(0, "ran list\n", ""));
    assertThat(builds).hasContent("built");
  }

  @Test
  void buildsAgainWhenASourceIsNewerUnlessToldNeverTo() throws Exception {
    launch(Map.of(), "version");
    Files.setLastModifiedTime(
        checkout.resolve("cli/src/main/Source.java"),
        FileTime.from(Instant.now().plusSeconds(3_600)));
    assertThat(launch(Map.of("PERIGEE_BUILD", "never"), "version").err()).isEmpty();
    assertThat(builds).hasContent("built");
    assertThat(launch(Map.of(), "version").err()).contains("building with");
    assertThat(builds).hasContent("built\nbuilt");
  }

  @Test
  void saysWhatToInstallWhereMavenIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Run run = launch(Map.of(), "version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no Maven found").contains("apt-get install maven");
  }

  @Test
  void saysWhyABuildFailed() throws Exception {
    program("tools/mvn", "#!/bin/sh\necho '[ERROR] no such symbol'\nexit 1\n");
    Run run = launch(Map.of(), "version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("the build failed").contains("[ERROR] no such symbol");
    assertThat(run.err()).contains("build.log");
  }

  private Run launch(Map<String, String> more, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("perigee").toString()));
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(more);
    int code = builder.start().waitFor();
    return new Run(code, Files.readString(out), Files.readString(err));
  }

  private void program(String path, String text) throws IOException {
    write(path, text);
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.writeString(file, text);
  }
}
