package dev.perigee.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a machine without container runtimes says.
class MissingRuntimeTest {
  private static final ControlGroups NO_GROUPS = new ControlGroups(0, new TreeMap<>(), "");

  @ParameterizedTest
  @CsvSource({"BUBBLEWRAP, bubblewrap", "RUNC, runc", "CRUN, crun", "GVISOR, runsc"})
  void namesThePackageToInstall(Isolation isolation, String debianPackage) {
    Needs.python();
    try (SandboxHost host =
        SandboxHost.open(NO_GROUPS, new SearchPath(List.of()), Patience.normal())) {
      assertThatThrownBy(() -> host.require(isolation, "acme"))
          .isInstanceOf(WorkerStartException.class)
          .hasMessageContaining("isolation " + isolation.text() + " is not possible")
          .hasMessageEndingWith("install the package " + debianPackage);
    }
  }

  /// A program that no sandbox would see is none.
  @Test
  void looksOnlyWhereSandboxesSeePrograms(@TempDir Path elsewhere) throws Exception {
    Needs.python();
    Path program = Files.writeString(elsewhere.resolve("bwrap"), "#!/bin/sh\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IllegalStateException(program + " can't be made executable");
    }
    SearchPath path = new SearchPath(List.of(elsewhere.toString()));
    try (SandboxHost host = SandboxHost.open(NO_GROUPS, path, Patience.normal())) {
      assertThatThrownBy(() -> host.require(Isolation.BUBBLEWRAP, "acme"))
          .hasMessageEndingWith("install the package bubblewrap");
    }
  }
}
