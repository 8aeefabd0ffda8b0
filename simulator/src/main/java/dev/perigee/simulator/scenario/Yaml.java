package dev.perigee.simulator.scenario;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A YAML document as a tree that knows its lines.
sealed interface Yaml {
  int line();

  record Scalar(String text, int line) implements Yaml {}

  record Sequence(List<Yaml> items, int line) implements Yaml {}

  record Mapping(SequencedMap<String, Yaml> fields, int line) implements Yaml {}

  /// What a thing is called in messages.
  static String kind(Yaml yaml) {
    return switch (yaml) {
      case Scalar scalar -> "'" + scalar.text() + "'";
      case Sequence _ -> "a list";
      case Mapping _ -> "a mapping";
    };
  }

  /// Reads one document; what is no YAML is a problem with its line.
  static Yaml read(String text, Problems problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(1, "the file is empty");
        return new Mapping(new LinkedHashMap<>(), 1);
      }
      return value(parser, problems);
    } catch (JsonParseException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      problems.add(line, "no YAML: " + firstLine(e.getOriginalMessage()));
      return new Mapping(new LinkedHashMap<>(), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Yaml value(YAMLParser parser, Problems problems) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(parser, line, problems);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Yaml> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser, problems));
      }
      return new Sequence(items, line);
    }
    String text = parser.getText();
    return new Scalar(text == null ? "" : text.strip(), line);
  }

  private static Yaml mapping(YAMLParser parser, int line, Problems problems) throws IOException {
    SequencedMap<String, Yaml> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      Yaml value = value(parser, problems);
      if (fields.putIfAbsent(key, value) != null) {
        problems.add(keyLine, key + " is given twice");
      }
    }
    return new Mapping(fields, line);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
