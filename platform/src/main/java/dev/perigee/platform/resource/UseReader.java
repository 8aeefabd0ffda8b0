package dev.perigee.platform.resource;

import dev.perigee.platform.resource.Tokens.Token;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds what code names by `perigee.queue("name")` and the like, in Python and JavaScript: under
/// whatever name the module was imported, and nothing in comments and strings.
public final class UseReader {
  private static final Set<String> KINDS = Set.of("queue", "table", "bucket", "topic", "cron");
  private static final Set<String> WRITES = Set.of("put", "delete", "send", "publish");
  private static final String MODULE = "perigee";
  private static final int FILES_MAX = 10_000;
  private static final long FILE_BYTES_MAX = 2 << 20;

  private final String file;
  private final List<Token> tokens;

  /// Names of the module, and of what was taken out of it: `q` for `queue`.
  private final Set<String> modules = new HashSet<>(Set.of(MODULE));

  private final Map<String, String> kinds = new HashMap<>();

  private UseReader(String file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /// What the code in a folder or a file names.
  public static List<Use> of(Path code) {
    List<Use> uses = new ArrayList<>();
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(UseReader::isSource).sorted().limit(FILES_MAX).toList()) {
        Path name = file.equals(code) ? file.getFileName() : code.relativize(file);
        uses.addAll(read(String.valueOf(name), text(file)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("can't read the code in " + code, e);
    }
    return uses;
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return name.matches("(?s).*\\.(py|js|cjs|mjs)")
        && !name.contains("/node_modules/")
        && Files.isRegularFile(file);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.size(file) > FILE_BYTES_MAX ? "" : Files.readString(file);
    } catch (MalformedInputException notText) {
      return "";
    }
  }

  static List<Use> read(String file, String source) {
    if (!source.contains(MODULE)) {
      return List.of();
    }
    UseReader reader = new UseReader(file, Tokens.of(source, file.endsWith(".py")));
    reader.imports();
    return reader.uses();
  }

  private void imports() {
    for (int i = 0; i < tokens.size(); i++) {
      if (is(i, "import") && is(i + 1, MODULE) && is(i + 2, "as")) {
        modules.add(text(i + 3));
      }
      if (is(i, "from") && is(i + 1, MODULE) && is(i + 2, "import")) {
        names(i + 3, "as");
      }
      if (is(i, "require") && is(i + 1, "(") && isString(i + 2, MODULE)) {
        required(i);
      }
      if (is(i, "from") && isString(i + 1, MODULE)) {
        modules.add(text(i - 1));
      }
    }
  }

  /// `const p = require(..)` and `const { queue, table: t } = require(..)`.
  private void required(int at) {
    if (is(at - 1, "=") && is(at - 2, "}")) {
      int from = at - 2;
      while (from > 0 && !is(from, "{")) {
        from--;
      }
      names(from + 1, ":");
    } else if (is(at - 1, "=")) {
      modules.add(text(at - 2));
    }
  }

  private void names(int from, String renames) {
    int at = is(from, "(") ? from + 1 : from;
    while (KINDS.contains(text(at))) {
      boolean isRenamed = is(at + 1, renames);
      kinds.put(text(isRenamed ? at + 2 : at), text(at));
      at += isRenamed ? 3 : 1;
      if (!is(at, ",")) {
        return;
      }
      at++;
    }
  }

  private List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Optional<String> kind = kind(i);
      if (kind.isPresent() && is(i + 1, "(")) {
        Token name = token(i + 2);
        boolean isLiteral = name.isString() && (is(i + 3, ")") || is(i + 3, ","));
        String place = file + ":" + token(i).line();
        String text = isLiteral ? name.text() : "";
        uses.add(new Use(kind.get(), text, place, isLiteral, isWritten(i)));
      }
    }
    return uses;
  }

  /// `perigee.queue("a").send(..)`, or `q = perigee.queue("a")` and somewhere `q.send(..)`.
  private boolean isWritten(int kindAt) {
    int end = kindAt + 1;
    while (end < tokens.size() && !is(end, ")")) {
      end++;
    }
    if (is(end + 1, ".")) {
      return WRITES.contains(text(end + 2));
    }
    int begin = is(kindAt - 1, ".") ? kindAt - 2 : kindAt;
    String variable = is(begin - 1, "=") ? text(begin - 2) : "";
    return !variable.isEmpty()
        && IntStream.range(0, tokens.size())
            .anyMatch(i -> is(i, variable) && is(i + 1, ".") && WRITES.contains(text(i + 2)));
  }

  private Optional<String> kind(int at) {
    String word = text(at);
    if (is(at - 1, ".")) {
      return KINDS.contains(word) && modules.contains(text(at - 2))
          ? Optional.of(word)
          : Optional.empty();
    }
    return is(at - 1, "def") || is(at - 1, "function") || is(at - 1, "class")
        ? Optional.empty()
        : Optional.ofNullable(kinds.get(word));
  }

  private Token token(int at) {
    return at >= 0 && at < tokens.size() ? tokens.get(at) : Token.NONE;
  }

  private String text(int at) {
    return token(at).isString() ? "" : token(at).text();
  }

  private boolean is(int at, String text) {
    return !token(at).isString() && token(at).text().equals(text);
  }

  private boolean isString(int at, String text) {
    return token(at).isString() && token(at).text().equals(text);
  }
}
