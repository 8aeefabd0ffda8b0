package dev.perigee.platform.resource;

import java.util.ArrayList;
import java.util.List;

/// Cuts Python and JavaScript into words, strings and signs; comments are left out. A string that
/// is put together when the program runs (an f-string, a template with `${`) is a sign, no string.
final class Tokens {
  /// @param text a string without its quotes
  record Token(String text, boolean isString, int line) {
    static final Token NONE = new Token("", false, 0);
  }

  private final String source;
  private final boolean isPython;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Tokens(String source, boolean isPython) {
    this.source = source;
    this.isPython = isPython;
  }

  static List<Token> of(String source, boolean isPython) {
    Tokens reading = new Tokens(source, isPython);
    while (reading.at < source.length()) {
      reading.next();
    }
    return reading.tokens;
  }

  private void next() {
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      skip(at + 1);
    } else if (isPython ? c == '#' : source.startsWith("//", at)) {
      int end = source.indexOf('\n', at);
      skip(end < 0 ? source.length() : end);
    } else if (!isPython && source.startsWith("/*", at)) {
      int end = source.indexOf("*/", at + 2);
      skip(end < 0 ? source.length() : end + 2);
    } else if (Character.isJavaIdentifierStart(c)) {
      word();
    } else if (c == '"' || c == '\'' || c == '`' && !isPython) {
      string("");
    } else if (c == '/' && !isPython && isRegexHere()) {
      regex();
    } else {
      add(String.valueOf(c), false);
      skip(at + 1);
    }
  }

  private void word() {
    int end = at;
    while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    String word = source.substring(at, end);
    boolean isPrefix =
        isPython
            && word.matches("(?i)[rbuf]{1,2}")
            && end < source.length()
            && (source.charAt(end) == '"' || source.charAt(end) == '\'');
    if (isPrefix) {
      skip(end);
      string(word);
    } else {
      add(word, false);
      skip(end);
    }
  }

  private void string(String prefix) {
    char quote = source.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    String close = isPython && source.startsWith(triple, at) ? triple : String.valueOf(quote);
    StringBuilder text = new StringBuilder();
    int i = at + close.length();
    while (i < source.length() && !source.startsWith(close, i)) {
      if (source.charAt(i) == '\\') {
        i++;
      }
      if (i < source.length()) {
        text.append(source.charAt(i));
      }
      i++;
    }
    boolean isMade = prefix.matches("(?i).*f.*") || quote == '`' && text.indexOf("${") >= 0;
    add(isMade ? "f" + close : text.toString(), !isMade);
    skip(Math.min(source.length(), i + close.length()));
  }

  /// A slash divides behind a value; elsewhere a regular expression begins.
  private boolean isRegexHere() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token before = tokens.getLast();
    boolean isValue =
        before.isString()
            || before.text().equals(")")
            || before.text().equals("]")
            || before.text().equals("}")
            || Character.isJavaIdentifierPart(before.text().charAt(0))
                && !before.text().equals("return");
    return !isValue;
  }

  private void regex() {
    int i = at + 1;
    boolean inClass = false;
    while (i < source.length() && source.charAt(i) != '\n') {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[' || c == ']') {
        inClass = c == '[';
      } else if (c == '/' && !inClass) {
        break;
      }
      i++;
    }
    add("/regex/", false);
    skip(Math.min(source.length(), i + 1));
  }

  private void add(String text, boolean isString) {
    tokens.add(new Token(text, isString, line));
  }

  private void skip(int to) {
    for (int i = at; i < to; i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    at = to;
  }
}
