package dev.perigee.cli.backup;

import dev.perigee.api.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive holds: the last entry of it.
///
/// @param files by path from the data folder, with `/`
record Manifest(String release, String takenUtc, Map<String, Kept> files) {
  static final String ENTRY = "perigee-backup.json";
  static final int FORMAT = 1;

  /// @param sha256 of the content, or of the target of a symbolic link
  /// @param mode such as `rw-------`; empty for a link
  record Kept(String sha256, String mode) {
    boolean isLink() {
      return mode.isEmpty();
    }
  }

  byte[] bytes() {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("release", release);
      json.writeStringField("takenUtc", takenUtc);
      json.writeObjectFieldStart("files");
      for (Map.Entry<String, Kept> file : files.entrySet()) {
        json.writeArrayFieldStart(file.getKey());
        json.writeString(file.getValue().sha256());
        json.writeString(file.getValue().mode());
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /// @throws BackupException if it is of a newer release, or no manifest
  static Manifest read(byte[] bytes) {
    Map<String, @Nullable Object> document = Json.readObject(bytes);
    if (!(document.get("format") instanceof BigDecimal format)
        || !(document.get("files") instanceof Map<?, ?> files)) {
      throw new BackupException("its " + ENTRY + " has no format and files: it is no backup");
    }
    if (format.intValue() > FORMAT) {
      throw new BackupException(
          "it has format %s, this release reads up to %d: restore it with release %s or a later one"
              .formatted(format, FORMAT, document.get("release")));
    }
    Map<String, Kept> kept = new LinkedHashMap<>();
    files.forEach((path, facts) -> {
      if (facts instanceof List<?> list && list.size() == 2) {
        kept.put(
            String.valueOf(path),
            new Kept(String.valueOf(list.get(0)), String.valueOf(list.get(1))));
      }
    });
    return new Manifest(
        String.valueOf(document.get("release")), String.valueOf(document.get("takenUtc")), kept);
  }
}
