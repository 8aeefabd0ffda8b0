package dev.perigee.bench.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Results as a table for people and as a line of JSON for later.
public final class Report {
  private static final String ROW = "%-28s %12s %12s %-6s %9s  %-10s %s%n";

  private final PrintStream out;

  public Report(PrintStream out) {
    this.out = out;
  }

  public void head(SetUp setUp) {
    out.printf(
        "%s, %d CPUs, JDK %s, commit %s, load %.1f%n",
        setUp.cpu(), setUp.cpus(), setUp.jdk(), setUp.commit(), setUp.load());
    out.printf(ROW, "what", "p50", "p99", "unit", "n", "aim", "more");
  }

  public void row(Figure figure) {
    out.printf(
        ROW,
        figure.name(),
        text(figure.p50()),
        text(figure.p99()),
        figure.unit(),
        figure.n(),
        text(figure.aim()),
        more(figure));
  }

  /// One line with the set-up and all figures.
  public static String json(SetUp setUp, List<Figure> figures) {
    StringBuilder json = new StringBuilder(1_024);
    json.append("{\"utc\":").append(quoted(setUp.utc()));
    json.append(",\"cpu\":").append(quoted(setUp.cpu()));
    json.append(",\"cpus\":").append(setUp.cpus());
    json.append(",\"jdk\":").append(quoted(setUp.jdk()));
    json.append(",\"commit\":").append(quoted(setUp.commit()));
    json.append(",\"loadBefore\":").append(number(setUp.load()));
    json.append(",\"figures\":[");
    for (int i = 0; i < figures.size(); i++) {
      json.append(i == 0 ? "" : ",");
      append(json, figures.get(i));
    }
    return json.append("]}").toString();
  }

  public static void append(Path file, String line) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void append(StringBuilder json, Figure figure) {
    json.append("{\"name\":").append(quoted(figure.name()));
    json.append(",\"unit\":").append(quoted(figure.unit()));
    json.append(",\"n\":").append(figure.n());
    json.append(",\"p50\":").append(number(figure.p50()));
    json.append(",\"p99\":").append(number(figure.p99()));
    json.append(",\"aim\":").append(number(figure.aim()));
    if (!figure.hash().isEmpty()) {
      json.append(",\"hash\":").append(quoted(figure.hash()));
    }
    figure
        .more()
        .forEach(
            (key, value) -> json.append(',').append(quoted(key)).append(':').append(number(value)));
    json.append('}');
  }

  private static String more(Figure figure) {
    StringBuilder line = new StringBuilder();
    for (Map.Entry<String, Double> each : figure.more().entrySet()) {
      line.append(each.getKey()).append('=').append(text(each.getValue())).append(' ');
    }
    if (!figure.hash().isEmpty()) {
      line.append('#').append(figure.hash(), 0, Math.min(12, figure.hash().length()));
    }
    return line.toString();
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
  }

  private static String number(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? "null" : Double.toString(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
