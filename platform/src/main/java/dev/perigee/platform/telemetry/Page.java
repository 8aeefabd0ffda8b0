package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Telemetry.Format;
import java.math.BigDecimal;

/// Metrics as text. Both formats differ in how counters are announced and in the last line.
final class Page {
  private static final String TOTAL = "_total";

  private final Format format;
  private final StringBuilder out = new StringBuilder(8_192);

  Page(Format format) {
    this.format = format;
  }

  void counter(String name, String help) {
    head(
        format == Format.OPEN_METRICS ? name.substring(0, name.length() - TOTAL.length()) : name,
        "counter",
        help);
  }

  void gauge(String name, String help) {
    head(name, "gauge", help);
  }

  void histogram(String name, String help) {
    head(name, "histogram", help);
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /// @param labels may be empty
  void line(String name, String labels, Object value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  String end() {
    if (format == Format.OPEN_METRICS) {
      out.append("# EOF\n");
    }
    return out.toString();
  }

  static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + '"';
  }

  /// An integer of a small unit as a plain decimal of the unit: 1500 with 3 decimals is `1.5`.
  static String decimal(long amount, int decimals) {
    return amount == 0
        ? "0"
        : BigDecimal.valueOf(amount, decimals).stripTrailingZeros().toPlainString();
  }
}
