package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out whether a container runtime that is installed also works here: makes one container.
final class ContainerProbe {
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int DESCRIPTORS = 1024;
  private static final long WAIT_S = 10;

  private ContainerProbe() {}

  /// What the runtime said against it, twice in a row: crun fails now and then without a word;
  /// empty if it works.
  static Optional<String> problem(SandboxHost host, ContainerRuntime runtime, String tenant)
      throws WorkerStartException {
    return attempt(host, runtime, tenant).isEmpty()
        ? Optional.empty()
        : attempt(host, runtime, tenant);
  }

  private static Optional<String> attempt(SandboxHost host, ContainerRuntime runtime, String tenant)
      throws WorkerStartException {
    Blank blank = host.blank(Breed.of(runtime.isolation(), tenant));
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    try {
      Sandbox.Terms terms = new Sandbox.Terms(MEMORY_BYTES, said::add);
      Sandbox sandbox = Sandbox.of(host, blank, terms, order(host, runtime, blank));
      int status = sandbox.exit().get(WAIT_S, TimeUnit.SECONDS);
      sandbox.awaitLogs();
      return status == 0 ? Optional.empty() : Optional.of(told(said, status));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while trying " + runtime.program());
    } catch (TimeoutException late) {
      blank.discard();
      return Optional.of("a container that does nothing did not end within " + WAIT_S + " s");
    } catch (ExecutionException | IOException e) {
      blank.discard();
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] order(SandboxHost host, ContainerRuntime runtime, Blank blank) {
    ContainerRuntime.Contained nothing =
        new ContainerRuntime.Contained(
            List.of("/bin/true"),
            "/",
            Map.of("PATH", "/usr/bin:/bin"),
            DESCRIPTORS,
            blank.uid(),
            host.capabilities().seccomp());
    return SandboxOrder.probe(host, runtime.launch(host.program(runtime), nothing)).getBytes(UTF_8);
  }

  private static String told(List<String> said, int status) {
    return said.isEmpty() ? "it ended with status " + status : said.getLast();
  }
}
