package dev.perigee.runtime.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an installer may know of the machine: how to reach its index of packages, and nothing else.
///
/// @param own the variables that are its own, in capitals
/// @param fileVariable the one that names the user's settings
/// @param userFile those settings, below the user's home
/// @param machineFiles settings of the machine
record IndexSettings(Pattern own, String fileVariable, String userFile, List<String> machineFiles) {
  static final IndexSettings PIP =
      new IndexSettings(
          Pattern.compile("PIP_.*"),
          "PIP_CONFIG_FILE",
          ".config/pip/pip.conf",
          List.of("/etc/pip.conf", "/etc/xdg/pip"));
  static final IndexSettings NPM =
      new IndexSettings(
          Pattern.compile("NPM_CONFIG_.*"),
          "NPM_CONFIG_USERCONFIG",
          ".npmrc",
          List.of("/etc/npmrc"));

  /// Maven has no variable for the file of its settings; it is told it as an option.
  static final IndexSettings MAVEN =
      new IndexSettings(
          Pattern.compile("MAVEN_(OPTS|ARGS)"),
          "MAVEN_SETTINGS",
          ".m2/settings.xml",
          List.of("/etc/maven"));

  private static final Set<String> VARIABLES =
      Set.of(
          "LANG",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY");
  private static final List<String> NAME_SERVICE =
      List.of("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf");

  /// Where it finds the user's settings in its sandbox.
  private static final String USER_FILE = "/etc/perigee-index.conf";

  private static final Pattern PATH = Pattern.compile("(file://)?(/[^\\s:,'\"]+)");

  /// The platform's variables that concern the index.
  SortedMap<String, String> environment() {
    SortedMap<String, String> kept = new TreeMap<>();
    System.getenv()
        .forEach((name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (upper.equals(fileVariable)) {
            kept.put(fileVariable, value);
          } else if (own.matcher(upper).matches() || VARIABLES.contains(upper)) {
            kept.put(name, value);
          }
        });
    Path own = Path.of(System.getProperty("user.home"), userFile);
    if (!kept.containsKey(fileVariable) && Files.isReadable(own)) {
      kept.put(fileVariable, own.toString());
    }
    return kept;
  }

  /// The files that those variables and the machine's own settings, also of its name service, name,
  /// with the paths at which they are seen. The user's settings move to a path that every user can
  /// reach; `environment` is changed accordingly.
  Map<Path, String> shown(SortedMap<String, String> environment) {
    Map<Path, String> shown = new LinkedHashMap<>();
    NAME_SERVICE.forEach(file -> show(Path.of(file), file, shown));
    machineFiles.forEach(file -> show(Path.of(file), file, shown));
    @Nullable String own = environment.get(fileVariable);
    if (own != null && Files.isReadable(Path.of(own))) {
      show(Path.of(own), USER_FILE, shown);
      named(text(Path.of(own)), shown);
      environment.put(fileVariable, USER_FILE);
    }
    environment.forEach((name, value) -> {
      if (!name.equals(fileVariable)) {
        named(value, shown);
      }
    });
    for (String file : machineFiles) {
      if (Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file))) {
        named(text(Path.of(file)), shown);
      }
    }
    return shown;
  }

  /// Folders and files that a setting names. An index in a folder names its files beside itself.
  private static void named(String text, Map<Path, String> shown) {
    Matcher paths = PATH.matcher(text);
    while (paths.find()) {
      Path path = Path.of(paths.group(2));
      @Nullable Path above = path.getParent();
      if (paths.group(1) != null && above != null) {
        path = above;
      }
      if (path.getNameCount() > 0 && !path.startsWith("/etc/ssl")) {
        show(path, path.toString(), shown);
      }
    }
  }

  private static void show(Path path, String target, Map<Path, String> shown) {
    try {
      if (Files.exists(path) && !shown.containsValue(target)) {
        shown.put(path.toRealPath(), target);
      }
    } catch (IOException gone) {
      return;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the settings of an index in " + file + " can't be read", e);
    }
  }
}
