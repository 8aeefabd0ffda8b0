package dev.perigee.cli.show;

import dev.perigee.api.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.StackWalker.StackFrame;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The lines that a platform writes of itself, for people or for machines. Thread-safe.
///
/// As JSON each line is an object with `utc`, `level`, `component`, `message` and further fields;
/// then what libraries log and what ends a thread comes in the same form.
public final class PlatformLog implements Consumer<String> {

  /// How the lines are written.
  public enum Format {
    text,
    json
  }

  private static final String PACKAGE = "dev.perigee.";

  private final Format format;
  private final PrintWriter out;

  public PlatformLog(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /// Takes over what else writes to standard error.
  public void install() {
    if (format == Format.json) {
      LogManager.getLogManager().reset();
      Logger.getLogger("").addHandler(new Taking());
      Thread.setDefaultUncaughtExceptionHandler((thread, fault) ->
          write("ERROR", "thread." + thread.getName(), "a thread ended", trace(fault)));
    }
  }

  /// What an operator should know. Its component is the package it comes from.
  @Override
  public void accept(String line) {
    if (format == Format.text) {
      out.println("perigee: " + line);
    } else {
      write("WARN", caller(), line, Map.of());
    }
  }

  /// What is as it should be.
  public void say(String line) {
    if (format == Format.text) {
      out.println("perigee: " + line);
    } else {
      write("INFO", "platform", line, Map.of());
    }
  }

  private void write(String level, String component, String message, Map<String, ?> fields) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    out.println(
        Json.text(json -> {
          json.writeStartObject();
          json.writeStringField("utc", now.toString());
          json.writeStringField("level", level);
          json.writeStringField("component", component);
          json.writeStringField("message", message);
          for (Map.Entry<String, ?> field : new TreeMap<>(fields).entrySet()) {
            json.writeStringField(field.getKey(), String.valueOf(field.getValue()));
          }
          json.writeEndObject();
        }));
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(StackFrame::getClassName)
                .filter(name -> name.startsWith(PACKAGE))
                .filter(name -> !name.equals(PlatformLog.class.getName()))
                .findFirst()
                .map(name -> name.substring(PACKAGE.length(), name.lastIndexOf('.')))
                .orElse("platform"));
  }

  private static Map<String, String> trace(@Nullable Throwable fault) {
    if (fault == null) {
      return Map.of();
    }
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return Map.of("error", text.toString());
  }

  /// Takes the records of loggers. A parameter that is a map holds further fields.
  private final class Taking extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        Map<String, Object> fields = new TreeMap<>(trace(entry.getThrown()));
        for (Object parameter : parameters(entry)) {
          if (parameter instanceof Map<?, ?> more) {
            more.forEach((name, value) -> fields.put(String.valueOf(name), value));
          }
        }
        write(level(entry.getLevel()), component(entry), message(entry), fields);
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {}
  }

  private static Object[] parameters(LogRecord entry) {
    return entry.getParameters() == null ? new Object[0] : entry.getParameters();
  }

  private static String message(LogRecord entry) {
    String text = String.valueOf(entry.getMessage());
    return entry.getParameters() == null ? text : MessageFormat.format(text, entry.getParameters());
  }

  private static String component(LogRecord entry) {
    String name = String.valueOf(entry.getLoggerName());
    return name.startsWith(PACKAGE)
        ? name.substring(PACKAGE.length(), name.lastIndexOf('.'))
        : name;
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
