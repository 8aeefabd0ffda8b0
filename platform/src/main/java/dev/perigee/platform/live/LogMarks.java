package dev.perigee.platform.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perigee.platform.control.LogLevel;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a line says of itself, in the forms of AWS Lambda: `[LEVEL]<tab>time<tab>id<tab>text` of
/// Python, `time<tab>id<tab>LEVEL<tab>text` of Node, and objects of JSON with `level` and
/// `requestId`.
record LogMarks(Optional<LogLevel> level, Optional<String> invocationId) {
  static final LogMarks NONE = new LogMarks(Optional.empty(), Optional.empty());

  private static final String ID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
  private static final Pattern PYTHON =
      Pattern.compile("\\[([A-Z]+)\\](?: .*|\\t[^\\t]*\\t" + ID + "?\\t.*)");
  private static final Pattern NODE = Pattern.compile("[^\\t]*\\t" + ID + "\\t([A-Z]+)\\t.*");
  private static final JsonFactory JSON = new JsonFactory();

  /// Empty if the line says nothing.
  static Optional<LogMarks> of(String line) {
    if (line.startsWith("{")) {
      return object(line);
    }
    if (line.startsWith("[")) {
      Matcher python = PYTHON.matcher(line);
      return python.matches() ? marks(python.group(1), python.group(2)) : Optional.empty();
    }
    Matcher node = NODE.matcher(line);
    return node.matches() ? marks(node.group(2), node.group(1)) : Optional.empty();
  }

  private static Optional<LogMarks> marks(String level, @Nullable String id) {
    return LogLevel.of(level)
        .map(known -> new LogMarks(Optional.of(known), Optional.ofNullable(id)));
  }

  private static Optional<LogMarks> object(String line) {
    Optional<LogLevel> level = Optional.empty();
    Optional<String> id = Optional.empty();
    try (JsonParser json = JSON.createParser(line)) {
      var _ = json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          var _ = json.skipChildren();
        } else if (name.equals("level") || name.equals("log_level")) {
          level = LogLevel.of(json.getText());
        } else if (name.equals("requestId") || name.equals("AWSRequestId")) {
          id = Optional.of(json.getText());
        }
      }
    } catch (IOException _) {
      // Not JSON after all.
      return Optional.empty();
    }
    return level.isEmpty() && id.isEmpty()
        ? Optional.empty()
        : Optional.of(new LogMarks(level, id));
  }
}
