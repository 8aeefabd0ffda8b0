package dev.perigee.cli.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A YAML file of `option: value` lines, the options named as on the command line without dashes
/// before them.
public final class SettingsFile {

  /// @param line in the file, from 1
  public record Value(String text, int line) {}

  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Path file;

  private SettingsFile(Path file) {
    this.file = file;
  }

  /// Reads it; what is wrong is among the problems.
  public static SettingsFile read(Path file) {
    SettingsFile settings = new SettingsFile(file);
    try (YAMLParser yaml = new YAMLFactory().createParser(Files.readString(file))) {
      settings.read(yaml);
    } catch (JsonProcessingException e) {
      settings.problem(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "this is no YAML (" + e.getOriginalMessage() + "): write lines such as port: 8080");
    } catch (IOException e) {
      settings.problems.add(file + " can't be read (" + e + "): name another with --config");
    }
    return settings;
  }

  public Map<String, Value> values() {
    return values;
  }

  public List<String> problems() {
    return problems;
  }

  /// Says what is wrong at a line.
  public String at(int line, String problem) {
    return file + ":" + line + ": " + problem;
  }

  private void problem(int line, String text) {
    problems.add(at(line, text));
  }

  private void read(YAMLParser yaml) throws IOException {
    JsonToken first = yaml.nextToken();
    if (first == null) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      problem(1, "these are no settings: write lines such as port: 8080");
      return;
    }
    while (yaml.nextToken() == JsonToken.FIELD_NAME) {
      String name = yaml.currentName();
      int line = yaml.currentTokenLocation().getLineNr();
      if (!yaml.nextToken().isScalarValue()) {
        yaml.skipChildren();
        problem(line, "'" + name + "' is a list or an object: an option has one value");
      } else if (values.put(name, new Value(yaml.getText(), line)) != null) {
        problem(line, "'" + name + "' is there twice: leave one out");
      }
    }
  }
}
