package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.fabric.log.LogLine;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.http.InvokeRoute;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The end of what a function wrote while a call ran, between the lines that AWS puts around it.
/// Calls that run at the same time share the log.
record LogTail(FunctionLogs logs, FunctionId function, long from) {
  private static final HeaderName LOG_RESULT = HeaderNames.create("X-Amz-Log-Result");
  private static final int BYTES_MAX = 4 << 10;
  private static final int LINES_MAX = 10_000;

  /// What a function writes comes by another way than its answer, a moment later.
  private static final long POLL_MS = 5;

  private static final int POLLS_MAX = 20;

  static LogTail begin(FunctionLogs logs, FunctionId function) {
    return new LogTail(logs, function, logs.end(function.tenant(), function.name()));
  }

  /// The answer with the tail in a header.
  void send(ServerResponse response, byte[] payload, LedgerEntry entry) {
    response.header(LOG_RESULT, read(entry));
    InvokeRoute.send(response, payload, entry);
  }

  /// In base64.
  String read(LedgerEntry entry) {
    awaitQuiet();
    byte[] log = text(entry).getBytes(UTF_8);
    byte[] tail = Arrays.copyOfRange(log, Math.max(0, log.length - BYTES_MAX), log.length);
    return Base64.getEncoder().encodeToString(tail);
  }

  private String text(LedgerEntry entry) {
    String id = entry.invocationId().toString();
    StringBuilder text = new StringBuilder(512);
    text.append("START RequestId: ").append(id);
    text.append(" Version: ").append(entry.versionText()).append('\n');
    lines().forEach(line -> text.append(line).append('\n'));
    text.append("END RequestId: ").append(id).append('\n');
    text.append("REPORT RequestId: ").append(id).append(report(entry)).append('\n');
    return text.toString();
  }

  private static String report(LedgerEntry entry) {
    double ms = entry.phases().handlerNs() / 1e6;
    String report =
        String.format(
            Locale.ROOT,
            "\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t",
            ms,
            (long) Math.ceil(ms),
            entry.memoryMb());
    return entry.coldStart()
        ? report + String.format(Locale.ROOT, "Init Duration: %.2f ms\t", initMs(entry))
        : report;
  }

  private static double initMs(LedgerEntry entry) {
    return (entry.phases().sandboxNs() + entry.phases().initNs()) / 1e6;
  }

  private List<String> lines() {
    return logs.read(function.tenant(), function.name(), from, LINES_MAX).lines().stream()
        .map(LogLine::text)
        .toList();
  }

  /// Until nothing has come for two polls.
  private void awaitQuiet() {
    long before = -1;
    int quiet = 0;
    for (int i = 0; i < POLLS_MAX && quiet < 2; i++) {
      long end = logs.end(function.tenant(), function.name());
      quiet = end == before ? quiet + 1 : 0;
      before = end;
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
