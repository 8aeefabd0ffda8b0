package dev.perigee.platform.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.LogLevel;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs are searched by what their lines say of themselves.
final class FileLogsTest {
  private static final FunctionId FUNCTION = new FunctionId("default", "f");
  private static final String ONE = "01938f2e-7a3c-7f10-8000-000000000001";
  private static final String TWO = "01938f2e-7a3c-7f10-8000-000000000002";
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  @TempDir private Path folder;
  private Logs logs = new FileLogs(new FunctionLogs(Path.of(".")));

  @BeforeEach
  void write() throws Exception {
    FunctionLogs files = new FunctionLogs(folder, now::get);
    logs = new FileLogs(files);
    Files.createDirectories(folder.resolve("default"));
    Files.writeString(folder.resolve("default/f.log"), "of an older release\n");
    append(files, "[INFO]\t2026-11-28T12:00:00.000Z\t" + ONE + "\thello");
    append(files, "[ERROR]\t2026-11-28T12:00:01.000Z\t" + ONE + "\tbroke");
    append(files, "Traceback (most recent call last):");
    append(files, "2026-11-28T12:00:03.000Z\t" + TWO + "\tWARN\tfrom Node");
    append(
        files,
        "{\"level\":\"INFO\",\"x\":{\"a\":[1]},\"message\":\"m\",\"requestId\":\"" + TWO + "\"}");
    append(files, "{no JSON");
  }

  private void append(FunctionLogs files, String line) {
    files.append("default", "f", line);
    now.updateAndGet(before -> before.plusSeconds(1));
  }

  private List<String> texts(LogQuery query) {
    return logs.read(FUNCTION, 0, 100, query).lines().stream()
        .map(line -> line.text().replaceAll(".*\t", ""))
        .toList();
  }

  @Test
  void readsLinesOfOlderReleasesToo() {
    assertThat(texts(LogQuery.ALL)).hasSize(7).first().isEqualTo("of an older release");
    assertThat(logs.read(FUNCTION, 0, 2, LogQuery.ALL).lines())
        .extracting(Logs.Line::written)
        .containsExactly(Optional.empty(), Optional.of(NOON));
  }

  @Test
  void findsGraveLinesAndThoseThatGoWithThem() {
    assertThat(texts(query(null, LogLevel.WARN, null, null)))
        .containsExactly("broke", "Traceback (most recent call last):", "from Node");
  }

  @Test
  void findsLinesByInvocationAgeAndText() {
    assertThat(texts(query(null, null, TWO, null))).hasSize(3).first().isEqualTo("from Node");
    assertThat(texts(query(NOON.plusSeconds(3), null, null, null))).hasSize(3);
    assertThat(texts(query(null, null, null, "TRACEBACK"))).hasSize(1);
  }

  @Test
  void goesOnBehindLinesThatAreNotAskedFor() {
    Logs.Page page = logs.read(FUNCTION, 0, 1, query(null, LogLevel.ERROR, null, null));
    assertThat(page.lines()).extracting(Logs.Line::invocationId).containsExactly(Optional.of(ONE));
    Logs.Page rest = logs.read(FUNCTION, page.next(), 9, query(null, LogLevel.ERROR, null, null));
    assertThat(rest.lines()).isEmpty();
    assertThat(rest.next()).isGreaterThan(page.next());
    assertThat(logs.tail(FUNCTION, 1, query(null, LogLevel.WARN, null, null)).lines())
        .extracting(Logs.Line::level)
        .containsExactly(Optional.of(LogLevel.WARN));
  }

  private static LogQuery query(
      @Nullable Instant since,
      @Nullable LogLevel level,
      @Nullable String invocation,
      @Nullable String text) {
    return new LogQuery(
        Optional.ofNullable(since),
        Optional.ofNullable(level),
        Optional.ofNullable(invocation),
        Optional.ofNullable(text));
  }
}
