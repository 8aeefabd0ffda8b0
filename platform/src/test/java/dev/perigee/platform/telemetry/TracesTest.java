package dev.perigee.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.control.Span.Kind;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.TraceContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final FunctionId F = new FunctionId("a", "f");
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0";

  private final List<TraceContext> seen = new ArrayList<>();

  @Test
  void hasASpanForEachPhaseOfAColdStart() {
    Telemeter telemeter = telemeter(1, Optional.empty());
    UUID id = UUID.randomUUID();

    call(telemeter, id, CallContext.of(F));
    List<Span> spans = telemeter.traces.find("a", id.toString());

    assertThat(spans.stream().map(Span::name))
        .containsExactlyInAnyOrder(
            "invoke f", "queue", "place", "fetch", "sandbox", "init", "handler");
    Span gateway = named(spans, "invoke f");
    assertThat(gateway.traceId()).isEqualTo(id.toString().replace("-", ""));
    assertThat(gateway.parentId()).isEmpty();
    assertThat(gateway.attributes())
        .containsEntry("faas.invocation_id", id.toString())
        .containsEntry("faas.coldstart", true)
        .containsEntry("perigee.node", "n\"1\"")
        .containsEntry("perigee.energy_j", 0.00321)
        .containsEntry("perigee.decision_id", "d-0-1");
    assertThat(spans)
        .filteredOn(span -> span.kind() == Kind.INTERNAL)
        .allMatch(span -> span.parentId().equals(gateway.spanId()));
    assertThat(named(spans, "init").endUtcNs()).isEqualTo(named(spans, "handler").startUtcNs());
    assertThat(seen.getFirst().parent())
        .isEqualTo("00-" + gateway.traceId() + "-" + named(spans, "handler").spanId() + "-01");
  }

  @Test
  void goesOnWithTheTraceOfTheCallerAsItSays() {
    Telemeter telemeter = telemeter(0, Optional.empty());
    TraceContext sampled = TraceContext.ofParent(PARENT + "1", "v=1").orElseThrow();
    TraceContext not = TraceContext.ofParent(PARENT + "0", "").orElseThrow();

    call(telemeter, UUID.randomUUID(), CallContext.of(F).with(sampled));
    call(telemeter, UUID.randomUUID(), CallContext.of(F).with(not));
    call(telemeter, UUID.randomUUID(), CallContext.of(F));

    List<Span> newest = telemeter.traces.newest("a", Optional.empty(), 10);
    assertThat(newest).hasSize(1);
    assertThat(newest.getFirst().traceId()).isEqualTo(sampled.traceId());
    assertThat(newest.getFirst().parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(seen.get(0).state()).isEqualTo("v=1");
    assertThat(seen.get(1)).isEqualTo(not);
    assertThat(seen.get(2)).isEqualTo(TraceContext.NONE);
  }

  @Test
  void recordsTheFractionThatWasAskedFor() {
    Telemeter telemeter = telemeter(0.25, Optional.empty());
    for (int i = 0; i < 4_000; i++) {
      call(telemeter, new UUID(i, i * 0x9E3779B97F4A7C15L), CallContext.of(F));
    }

    assertThat(telemeter.traces.newest("a", Optional.empty(), 4_000).size()).isBetween(900, 1_100);
  }

  @Test
  void showsNoTenantTheTracesOfAnother() {
    Telemeter telemeter = telemeter(1, Optional.empty());
    UUID id = UUID.randomUUID();
    call(telemeter, id, CallContext.of(F));

    assertThat(telemeter.traces.find("b", id.toString())).isEmpty();
    assertThat(telemeter.traces.newest("b", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void keepsTheNewestHoweverManyThereAre() {
    Telemeter telemeter = telemeter(1, Optional.empty());
    for (int i = 0; i < 10_000; i++) {
      call(telemeter, new UUID(7, i), CallContext.of(F));
    }

    assertThat(telemeter.traces.newest("a", Optional.empty(), 10_000)).hasSize(2_000);
    assertThat(telemeter.traces.find("a", new UUID(7, 9_999).toString())).isNotEmpty();
  }

  @Test
  void sendsSpansToACollectorInTheFormOfOtlp() throws Exception {
    try (Collector collector = new Collector();
        Telemeter telemeter = telemeter(1, Optional.of(collector.address()))) {
      UUID id = UUID.randomUUID();
      call(telemeter, id, CallContext.of(F));

      JsonNode resource = collector.next().at("/resourceSpans/0");
      JsonNode span = resource.at("/scopeSpans/0/spans/0");
      assertThat(resource.at("/resource/attributes/0/value/stringValue").asText())
          .isEqualTo("perigee");
      assertThat(span.path("traceId").asText()).isEqualTo(id.toString().replace("-", ""));
      assertThat(span.path("kind").asInt()).isEqualTo(2);
      assertThat(span.path("startTimeUnixNano").isTextual()).isTrue();
      assertThat(resource.at("/scopeSpans/0/spans")).hasSize(7);
    }
  }

  @Test
  void countsWhatNoCollectorTookAndSaysItOnceWhileCallsGoOn() throws Exception {
    LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();
    URI nowhere = URI.create("http://127.0.0.1:9");
    try (Telemeter telemeter =
        new Telemeter(
            new Tracing(1, Optional.of(nowhere)), new FixedClock(), "test", reports::add)) {
      for (int i = 0; i < 20_000; i++) {
        call(telemeter, new UUID(8, i), CallContext.of(F));
      }

      assertThat(reports.poll(30, TimeUnit.SECONDS))
          .contains("traces can't be sent to http://127.0.0.1:9/v1/traces");
      assertThat(telemeter.dropped()).isGreaterThan(10_000);
      assertThat(telemeter.exported()).isZero();
    }
  }

  @Test
  void tracesWhatWasRefused() {
    Telemeter telemeter = telemeter(1, Optional.empty());
    Invoker refusing = (_, _, _, _) -> new InvocationResult.Refused(Refusal.QUEUE_FULL, "full");

    var _ =
        telemeter
            .around(refusing, Kind.CONSUMER)
            .invoke(new UUID(1, 1), F, new byte[0], CallContext.of(F));

    Span span = telemeter.traces.newest("a", Optional.of("f"), 1).getFirst();
    assertThat(span.failed()).isTrue();
    assertThat(span.attributes())
        .containsEntry("error.type", "QUEUE_FULL")
        .containsEntry("faas.trigger", "pubsub");
  }

  private void call(Telemeter telemeter, UUID id, CallContext context) {
    Invoker next =
        (_, function, payload, inside) -> {
          seen.add(inside.trace());
          return new InvocationResult.Answered(
              payload, MetricsTest.entry(function.tenant(), function.name(), true));
        };
    var _ = telemeter.around(next, Kind.SERVER).invoke(id, F, new byte[0], context);
  }

  private static Telemeter telemeter(double fraction, Optional<URI> endpoint) {
    return new Telemeter(new Tracing(fraction, endpoint), new FixedClock(), "test", line -> {});
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }
}
