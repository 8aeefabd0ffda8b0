package dev.perigee.platform.http;

import java.util.function.Consumer;

/// Cuts the ledger's JSON into its entries while it is written: each object of the array `entries`
/// as text. Nothing else is kept.
final class EntrySplitter implements Appendable {
  /// Entries lie in an array in an object: their braces are the third level.
  private static final int ENTRY_DEPTH = 3;

  private final Consumer<String> entries;
  private final StringBuilder entry = new StringBuilder(1_536);
  private int depth;
  private int arrays;
  private boolean quoted;
  private boolean escaped;

  EntrySplitter(Consumer<String> entries) {
    this.entries = entries;
  }

  @Override
  public Appendable append(CharSequence text) {
    return append(text, 0, text.length());
  }

  @Override
  public Appendable append(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      append(text.charAt(i));
    }
    return this;
  }

  @Override
  public Appendable append(char c) {
    boolean opens = !quoted && (c == '{' || c == '[');
    boolean closes = !quoted && (c == '}' || c == ']');
    if (opens) {
      depth++;
      arrays += depth == 2 ? 1 : 0;
    }
    if (depth >= ENTRY_DEPTH && arrays == 1) {
      entry.append(c);
    }
    if (closes) {
      closed();
    }
    if (escaped) {
      escaped = false;
    } else if (quoted && c == '\\') {
      escaped = true;
    } else if (c == '"') {
      quoted = !quoted;
    }
    return this;
  }

  private void closed() {
    if (depth == ENTRY_DEPTH && arrays == 1) {
      entries.accept(entry.toString());
      entry.setLength(0);
    }
    depth--;
  }

  /// The value of a text field of an entry that needs no unescaping.
  static String field(String entry, String name) {
    String key = "\"" + name + "\":\"";
    int from = entry.indexOf(key);
    if (from < 0) {
      return "";
    }
    int to = entry.indexOf('"', from + key.length());
    return to < 0 ? "" : entry.substring(from + key.length(), to);
  }
}
