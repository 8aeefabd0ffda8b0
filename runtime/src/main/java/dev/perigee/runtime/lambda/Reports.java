package dev.perigee.runtime.lambda;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.lambda.extension.Category;
import dev.perigee.runtime.lambda.extension.EventKind;
import dev.perigee.runtime.lambda.extension.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What the platform itself says of a sandbox to those who subscribed, as AWS words it.
final class Reports {
  private static final String INIT_TYPE = "initializationType";
  private static final double MS = 1e6;

  private final Telemetry telemetry;
  private final FunctionSpec function;
  private final long startNs = System.nanoTime();

  Reports(Telemetry telemetry, FunctionSpec function) {
    this.telemetry = telemetry;
    this.function = function;
    Map<String, Object> record = init();
    record.put("functionName", function.name());
    record.put("functionVersion", function.qualifier());
    say("platform.initStart", record);
  }

  private static Map<String, Object> init() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(INIT_TYPE, "on-demand");
    record.put("phase", "init");
    return record;
  }

  void initRuntimeDone(boolean ok) {
    Map<String, Object> record = init();
    record.put("status", ok ? "success" : "error");
    say("platform.initRuntimeDone", record);
  }

  void initReport() {
    Map<String, Object> record = init();
    record.put("metrics", Map.of("durationMs", (System.nanoTime() - startNs) / MS));
    say("platform.initReport", record);
  }

  void extension(String name, Set<EventKind> events) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", name);
    record.put("state", "Ready");
    record.put("events", events.stream().map(EventKind::name).sorted().toList());
    say("platform.extension", record);
  }

  void start(Call call) {
    if (telemetry.isWanted()) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("requestId", call.id());
      record.put("version", function.qualifier());
      say("platform.start", record);
    }
  }

  /// @param status `success`, `error`, `failure` or `timeout`
  void done(Call call, String status, Reply reply, long durationNs) {
    if (!telemetry.isWanted()) {
      return;
    }
    double durationMs = durationNs / MS;
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("requestId", call.id());
    record.put("status", status);
    if (!reply.ok()) {
      record.put("errorType", reply.errorType());
    }
    Map<String, Object> done = new LinkedHashMap<>(record);
    done.put(
        "metrics",
        Map.of(
            "durationMs",
            durationMs,
            "producedBytes",
            reply.payload().length + call.streamedBytes()));
    say("platform.runtimeDone", done);
    record.put(
        "metrics",
        Map.of(
            "durationMs",
            durationMs,
            "billedDurationMs",
            (long) Math.ceil(durationMs),
            "memorySizeMB",
            function.memoryMb()));
    say("platform.report", record);
  }

  private void say(String type, Map<String, Object> record) {
    telemetry.publish(Category.PLATFORM, type, record);
  }
}
