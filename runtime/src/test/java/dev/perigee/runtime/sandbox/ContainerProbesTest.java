package dev.perigee.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How long the answer of a container runtime holds.
class ContainerProbesTest {
  private final AtomicLong nowNs = new AtomicLong();
  private final ContainerProbes probes = new ContainerProbes(nowNs::get);
  private final Queue<Optional<String>> answers = new ArrayDeque<>();

  private Optional<String> problem() throws Exception {
    return probes.problem(Isolation.RUNC, answers::remove);
  }

  @Test
  void triesOneThatFailedAgainAfterAWhile() throws Exception {
    answers.addAll(List.of(Optional.of("busy"), Optional.empty()));

    assertThat(problem()).contains("busy");
    nowNs.set(ContainerProbes.RETRY_NS - 1);
    assertThat(problem()).contains("busy");
    nowNs.set(ContainerProbes.RETRY_NS);
    assertThat(problem()).isEmpty();
  }

  @Test
  void triesOneThatWorksOnce() throws Exception {
    answers.add(Optional.empty());

    assertThat(problem()).isEmpty();
    nowNs.set(ContainerProbes.RETRY_NS * 1000);
    assertThat(problem()).isEmpty();
  }
}
