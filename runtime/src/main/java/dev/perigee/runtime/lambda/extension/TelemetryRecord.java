package dev.perigee.runtime.lambda.extension;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/// One record of telemetry as JSON.
final class TelemetryRecord {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private TelemetryRecord() {}

  /// @param record a line of a log, or fields
  static String text(String type, Object record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", TIME.format(Instant.now()));
    fields.put("type", type);
    fields.put("record", record);
    return Json.text(fields);
  }
}
