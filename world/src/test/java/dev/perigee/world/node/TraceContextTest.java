package dev.perigee.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.world.node.TraceContext.Sampling;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void readsAndWritesTheSameParent() {
    TraceContext context = TraceContext.ofParent(PARENT, "vendor=1").orElseThrow();

    assertThat(context.parent()).isEqualTo(PARENT);
    assertThat(context.state()).isEqualTo("vendor=1");
    assertThat(context.sampling()).isEqualTo(Sampling.YES);
  }

  @Test
  void saysTheSameToLambdaRuntimesAndBack() {
    TraceContext context = TraceContext.ofParent(PARENT, "").orElseThrow();

    assertThat(context.amzn())
        .isEqualTo("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1");
    assertThat(TraceContext.ofAmzn(context.amzn())).contains(context);
  }

  @Test
  void leavesUndecidedWhatAmznDoesNotSay() {
    TraceContext context =
        TraceContext.ofAmzn("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?").orElseThrow();

    assertThat(context.sampling()).isEqualTo(Sampling.UNDECIDED);
    assertThat(context.spanId()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void beginsAnewWhereAParentIsNotValid(String parent) {
    assertThat(TraceContext.ofParent(parent, "")).isEmpty();
  }

  @Test
  void takesParentsOfLaterVersions() {
    String later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes";

    assertThat(TraceContext.ofParent(later, "").orElseThrow().isSampled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Root=x",
        "Parent=53995c3f42cd8ad8",
        "Root=1-00000000-000000000000000000000000"
      })
  void findsNoTraceInOtherTexts(String header) {
    assertThat(TraceContext.ofAmzn(header)).isEmpty();
  }

  @Test
  void namesATraceThatBeginsHereLikeItsInvocation() {
    UUID id = UUID.fromString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");

    assertThat(TraceContext.root(id).traceId()).isEqualTo(id.toString().replace("-", ""));
  }
}
