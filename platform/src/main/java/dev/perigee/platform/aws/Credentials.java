package dev.perigee.platform.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may call, by access key. None at all: whoever signs as whatever may.
public record Credentials(Map<String, Credential> byAccessKey) {
  public static final Credentials ANY = new Credentials(Map.of());

  private static final Pattern LINE = Pattern.compile("([a-z_]+)\\s*=\\s*(\\S+)");

  /// @param tenant whose functions the key is for
  public record Credential(String secretKey, String tenant) {}

  public Credentials {
    byAccessKey = Map.copyOf(byAccessKey);
  }

  /// Reads a file as AWS clients have it: sections with `aws_access_key_id` and
  /// `aws_secret_access_key`, and `perigee_tenant` for other tenants than the default one.
  ///
  /// @throws IllegalArgumentException with the line that is wrong, or if the file holds no key
  public static Credentials read(Path file, String tenantDefault) throws IOException {
    Map<String, Credential> keys = new HashMap<>();
    Map<String, String> section = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher pair = LINE.matcher(line);
      if (line.startsWith("[")) {
        close(section, keys, tenantDefault);
      } else if (pair.matches()) {
        section.put(pair.group(1), pair.group(2));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        throw new IllegalArgumentException(
            "line %d of %s is no '[section]' and no 'name = value'".formatted(i + 1, file));
      }
    }
    close(section, keys, tenantDefault);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          file + " holds no aws_access_key_id with an aws_secret_access_key");
    }
    return new Credentials(keys);
  }

  private static void close(
      Map<String, String> section, Map<String, Credential> keys, String tenantDefault) {
    String accessKey = section.get("aws_access_key_id");
    String secretKey = section.get("aws_secret_access_key");
    if (accessKey != null && secretKey != null) {
      keys.put(
          accessKey,
          new Credential(secretKey, section.getOrDefault("perigee_tenant", tenantDefault)));
    }
    section.clear();
  }

  boolean areAny() {
    return byAccessKey.isEmpty();
  }

  Optional<Credential> find(String accessKey) {
    return Optional.ofNullable(byAccessKey.get(accessKey));
  }

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "Credentials" + byAccessKey.keySet();
  }
}
