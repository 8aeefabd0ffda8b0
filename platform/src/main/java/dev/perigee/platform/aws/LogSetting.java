package dev.perigee.platform.aws;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The format and least level of a function's log: `LoggingConfig` of the API, and the variables
/// that AWS Lambda tells runtimes by.
final class LogSetting {
  private static final String FIELD = "LoggingConfig";
  private static final String FORMAT = "AWS_LAMBDA_LOG_FORMAT";
  private static final String LEVEL = "AWS_LAMBDA_LOG_LEVEL";

  /// Variables that the platform sets; they are not shown as the function's own.
  static final Set<String> VARIABLES = Set.of(FORMAT, LEVEL);

  private LogSetting() {}

  /// The environment with what the request says of logs, or else what was said before.
  static SortedMap<String, String> applied(
      SortedMap<String, String> environment, Map<String, String> before, Fields fields) {
    SortedMap<String, String> applied = new TreeMap<>(environment);
    applied.keySet().removeAll(VARIABLES);
    if (!fields.has(FIELD)) {
      VARIABLES.stream()
          .filter(before::containsKey)
          .forEach(name -> applied.put(name, before.get(name)));
      return applied;
    }
    Fields config = fields.object(FIELD);
    if (config.text("LogFormat").filter("JSON"::equals).isPresent()) {
      applied.put(FORMAT, "JSON");
      applied.put(LEVEL, config.text("ApplicationLogLevel").orElse("INFO"));
    }
    return applied;
  }
}
