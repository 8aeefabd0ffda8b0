package dev.perigee.platform.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceSetting;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.fabric.resource.SqliteResources;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Retries;
import dev.perigee.platform.firing.TriggerBook;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.mapping.MappingBook;
import dev.perigee.platform.resource.Use;
import dev.perigee.world.Clock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
  @TempDir Path folder;

  private long nowS = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
  private final Clock clock =
      new Clock() {
        @Override
        public long utcNs() {
          return TimeUnit.SECONDS.toNanos(nowS);
        }

        @Override
        public long monoNs() {
          return utcNs();
        }
      };
  private final MemoryJournal journal = new MemoryJournal();
  private final List<FunctionSpec> functions = new ArrayList<>();
  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Map<String, Retries> retries = new HashMap<>();
  private final MappingBook mappings = new MappingBook(journal, clock);
  private final TriggerBook triggers =
      new TriggerBook(journal, clock, (_, _) -> true, _ -> {}, _ -> {});
  private Resources resources;
  private Lint lint;

  @BeforeEach
  void open() {
    resources = SqliteResources.open(folder, clock::utcNs, _ -> false);
    lint =
        new Lint(
            new Surroundings(
                () -> functions,
                triggers,
                mappings,
                resources,
                (function, _) -> retries.getOrDefault(function.name(), Retries.DEFAULT),
                function -> uses.getOrDefault(function.name(), List.of()),
                _ -> Settings.UNRESERVED,
                _ -> true,
                () -> 4_096,
                60_000,
                clock));
  }

  @AfterEach
  void close() {
    resources.close();
  }

  private FunctionSpec function(String name, int timeoutMs, Use... written) {
    uses.put(name, List.of(written));
    return new FunctionSpec(
        "default",
        name,
        1,
        "python3",
        "app.f",
        "0".repeat(64),
        128,
        timeoutMs,
        Isolation.PROCESS,
        1,
        10,
        10,
        new TreeMap<>());
  }

  private void deployed(String name, int timeoutMs, Use... written) {
    functions.add(function(name, timeoutMs, written));
  }

  private static Use writes(String kind, String name) {
    return new Use(kind, name, "app.py:1", true, true);
  }

  private void trigger(String name, String function, String source) {
    String json = "{\"function\":\"%s\",\"source\":%s}".formatted(function, source);
    var _ = triggers.put("default", name, json.getBytes(UTF_8));
  }

  private static String on(String kind, String name) {
    return "{\"kind\":\"%s\",\"name\":\"%s\"}".formatted(kind, name);
  }

  private static String cron(String schedule) {
    return "{\"kind\":\"cron\",\"schedule\":\"" + schedule + "\"}";
  }

  private static Mapping mapping(String queue, String function, int batchSize, int windowS) {
    return new Mapping(
        UUID.randomUUID(),
        "default",
        queue,
        function,
        "$LATEST",
        "arn",
        batchSize,
        windowS,
        false,
        List.of(),
        Mapping.CONCURRENCY_UNLIMITED,
        true,
        1);
  }

  private void queue(String name, int receivesMax, String deadLetters) {
    resources.put(
        new ResourceId("default", Kind.QUEUE, name),
        new ResourceSetting(1 << 20, 100, 0, 30, receivesMax, deadLetters));
  }

  private List<String> codes() {
    return lint.findings("default").stream().map(Finding::code).toList();
  }

  @Test
  void namesTheWholeCycleOverAQueueAndATable() {
    queue("work", 3, "failed");
    deployed("a", 3_000, writes("queue", "work"));
    mappings.put(mapping("work", "b", 10, 0));
    trigger("seen", "a", on("table", "seen"));
    assertThatThrownBy(() -> lint.requireNoCycle(function("b", 3_000, writes("table", "seen"))))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining(
            "function 'b' -> table 'seen' -> function 'a' -> queue 'work' -> function 'b'");
    functions.add(function("b", 3_000, writes("table", "seen")));
    lint.requireNoCycle(function("b", 3_000, writes("table", "seen")));
    assertThat(codes()).containsOnlyOnce("trigger-loop");
  }

  @Test
  void seesCyclesOverDestinationsAndDeadLetters() {
    deployed("a", 3_000);
    deployed("b", 3_000, writes("queue", "work"));
    retries.put(
        "a",
        new Retries(
            2,
            3_600,
            Optional.empty(),
            Optional.of(new Addressee(new FunctionName("default", "b"), "$LATEST", "arn"))));
    queue("work", 3, "failed");
    queue("failed", 3, "");
    assertThatThrownBy(() -> lint.requireNoCycle(mapping("failed", "a", 10, 0)))
        .hasMessageContaining(
            "function 'a' -> function 'b' -> queue 'work' -> queue 'failed' -> function 'a'");
  }

  @Test
  void countsRunsWhenEverythingFailsAsOftenAsItCan() {
    deployed("a", 3_000, writes("topic", "one"));
    deployed("b", 3_000, writes("topic", "two"));
    deployed("c", 3_000);
    for (int i = 0; i < 4; i++) {
      trigger("one" + i, "b", on("topic", "one"));
    }
    assertThat(codes()).doesNotContain("retry-storm");
    for (int i = 0; i < 4; i++) {
      trigger("two" + i, "c", on("topic", "two"));
    }
    assertThat(lint.findings("default"))
        .filteredOn(each -> each.code().equals("retry-storm"))
        .extracting(Finding::where)
        .containsExactly("function 'a'");
  }

  @Test
  void findsSchedulesThatAreOverOrTooFast() {
    deployed("f", 30_000);
    trigger("past", "f", cron("cron(0 0 1 2 ? 2026)"));
    trigger("fast", "f", cron("rate(10 seconds)"));
    assertThat(codes()).contains("runs-overlap").doesNotContain("schedule-never-due");
    nowS += 100 * 86_400;
    assertThat(codes()).contains("schedule-never-due");
  }

  @Test
  void findsWhatIsWrongWithMappings() {
    queue("work", 50, "failed");
    deployed("f", 3_000);
    mappings.put(mapping("work", "f", 10, 20));
    mappings.put(mapping("none", "f", 10, 0));
    mappings.put(mapping("work", "gone", 10, 0));
    assertThat(codes())
        .contains(
            "retry-storm", "batch-window-above-timeout", "no-such-source", "no-such-function");
  }
}
