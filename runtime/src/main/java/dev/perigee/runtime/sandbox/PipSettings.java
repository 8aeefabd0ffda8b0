package dev.perigee.runtime.sandbox;

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

/// What `pip` may know of the machine: how to reach the index of packages, and nothing else.
final class PipSettings {
  private static final Set<String> VARIABLES =
      Set.of(
          "LANG",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY");
  private static final List<String> MACHINE_FILES =
      List.of(
          "/etc/pip.conf",
          "/etc/xdg/pip",
          "/etc/resolv.conf",
          "/etc/hosts",
          "/etc/nsswitch.conf",
          "/etc/gai.conf");
  private static final String USER_FILE = "/etc/perigee-pip.conf";
  private static final Pattern PATH = Pattern.compile("(file://)?(/[^\\s:,'\"]+)");

  private PipSettings() {}

  /// The platform's variables that concern the index.
  static SortedMap<String, String> environment() {
    SortedMap<String, String> kept = new TreeMap<>();
    System.getenv()
        .forEach((name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (upper.startsWith("PIP_") || VARIABLES.contains(upper)) {
            kept.put(name, value);
          }
        });
    if (!kept.containsKey("PIP_CONFIG_FILE") && Files.isReadable(userFile())) {
      kept.put("PIP_CONFIG_FILE", userFile().toString());
    }
    return kept;
  }

  private static Path userFile() {
    return Path.of(System.getProperty("user.home"), ".config", "pip", "pip.conf");
  }

  /// The files that those variables and the machine's own settings of `pip` and of its name service
  /// name, with the paths at which they are seen. The user's settings move to a path that every
  /// user can reach; `environment` is changed accordingly.
  static Map<Path, String> shown(SortedMap<String, String> environment) {
    Map<Path, String> shown = new LinkedHashMap<>();
    MACHINE_FILES.forEach(file -> show(Path.of(file), file, shown));
    String own = environment.get("PIP_CONFIG_FILE");
    if (own != null && Files.isReadable(Path.of(own))) {
      show(Path.of(own), USER_FILE, shown);
      named(text(Path.of(own)), shown);
      environment.put("PIP_CONFIG_FILE", USER_FILE);
    }
    environment.forEach((name, value) -> {
      if (!name.equals("PIP_CONFIG_FILE")) {
        named(value, shown);
      }
    });
    Path machine = Path.of("/etc/pip.conf");
    if (Files.isReadable(machine)) {
      named(text(machine), shown);
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
      throw new UncheckedIOException("pip's settings in " + file + " can't be read", e);
    }
  }
}
