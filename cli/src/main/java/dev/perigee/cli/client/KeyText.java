package dev.perigee.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A key in a file: what `perigee key create` prints (`export NAME=VALUE ..`), or an API key alone.
public final class KeyText {
  private static final Pattern NAMED = Pattern.compile("\\b([A-Z][A-Z0-9_]+)=[\"']?([^\\s\"']+)");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private KeyText() {}

  /// The variables that it stands for.
  ///
  /// @throws ClientException if it can't be read, or others may read it
  public static Map<String, String> variables(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new ClientException(
            List.of("--key-file %s may be read by others: chmod 600 %s".formatted(file, file)));
      }
      return variables(Files.readString(file).strip());
    } catch (IOException e) {
      throw new ClientException(
          List.of(
              "--key-file %s can't be read (%s): write there what `perigee key create` printed"
                  .formatted(file, e.getClass().getSimpleName())));
    }
  }

  static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      variables.put(named.group(1), named.group(2));
    }
    return variables.isEmpty() ? Map.of("PERIGEE_API_KEY", text) : Map.copyOf(variables);
  }
}
