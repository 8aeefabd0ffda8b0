package dev.perigee.platform.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads metrics as strictly as the formats say, and keeps the samples by name and labels.
final class OpenMetricsReader {
  private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (counter|gauge|histogram)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(?:\\{((?:[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)\\})? (\\S+)");

  final Map<String, Double> samples = new HashMap<>();
  final Set<String> names = new HashSet<>();
  final List<String> problems = new ArrayList<>();
  private final Map<String, String> types = new HashMap<>();
  private final boolean open;
  private String family = "";

  /// @param open whether the text is OpenMetrics
  static OpenMetricsReader read(String text, boolean open) {
    OpenMetricsReader reader = new OpenMetricsReader(open);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      boolean isEnd = open && i == lines.length - 2;
      if (isEnd != lines[i].equals("# EOF")) {
        reader.problems.add("line " + (i + 1) + ": '# EOF' has to be the last line, and no other");
      } else if (!isEnd) {
        reader.line(lines[i]);
      }
    }
    return reader;
  }

  private OpenMetricsReader(boolean open) {
    this.open = open;
  }

  private void line(String line) {
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      family = type.group(1);
      if (types.put(family, type.group(2)) != null) {
        problems.add(family + " is there twice");
      }
    } else if (!line.startsWith("# HELP ")) {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      problems.add("no sample: " + line);
      return;
    }
    String name = sample.group(1);
    names.add(name);
    if (!suffixes().contains(name.startsWith(family) ? name.substring(family.length()) : "?")) {
      problems.add(line + " does not belong to family " + family);
    }
    String key = name + '{' + (sample.group(2) == null ? "" : sample.group(2)) + '}';
    if (samples.put(key, Double.parseDouble(sample.group(3))) != null) {
      problems.add("twice: " + key);
    }
  }

  private Set<String> suffixes() {
    return switch (types.getOrDefault(family, "")) {
      case "counter" -> Set.of(open ? "_total" : "");
      case "gauge" -> Set.of("");
      case "histogram" -> Set.of("_bucket", "_sum", "_count");
      default -> Set.of();
    };
  }
}
