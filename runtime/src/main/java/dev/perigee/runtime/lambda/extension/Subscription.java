package dev.perigee.runtime.lambda.extension;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an extension wants to be told, where, and how much at once.
record Subscription(Set<Category> categories, Buffering buffering, Destination destination) {
  private static final Set<String> HOSTS =
      Set.of("sandbox.localdomain", "sandbox", "sandbox.local", "localhost", "127.0.0.1");
  private static final Set<String> VERSIONS =
      Set.of("2020-08-15", "2021-03-18", "2022-07-01", "2022-12-13", "2025-01-29");

  /// A batch is sent when one of the three is reached.
  record Buffering(int itemCount, int bytes, int timeoutMs) {}

  /// Reads all of a request and reports all problems at once.
  static Subscription of(byte[] json) throws Refused {
    Map<?, ?> fields = Json.object(json, 400, "ValidationError");
    List<String> problems = new ArrayList<>();
    Object version = fields.get("schemaVersion");
    if (version != null && !VERSIONS.contains(version)) {
      problems.add("schemaVersion " + version + " is not one of " + sorted(VERSIONS));
    }
    Set<Category> categories = categories(fields.get("types"), problems);
    Buffering buffering = buffering(fields.get("buffering"), problems);
    Optional<Destination> destination = destination(fields.get("destination"), problems);
    if (!problems.isEmpty() || destination.isEmpty()) {
      throw Refused.invalid(400, "ValidationError", String.join("; ", problems));
    }
    return new Subscription(categories, buffering, destination.get());
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static Set<Category> categories(@Nullable Object types, List<String> problems) {
    Set<Category> categories = EnumSet.noneOf(Category.class);
    if (types instanceof List<?> names && !names.isEmpty()) {
      for (Object name : names) {
        Optional<Category> known =
            EnumSet.allOf(Category.class).stream()
                .filter(one -> one.text().equals(name))
                .findFirst();
        known.ifPresentOrElse(
            categories::add,
            () -> problems.add("types: " + name + " is not platform, function or extension"));
      }
    } else {
      problems.add("types has to name at least one of platform, function, extension");
    }
    return categories;
  }

  private static Buffering buffering(@Nullable Object value, List<String> problems) {
    Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
    return new Buffering(
        number(fields, "maxItems", new Range(1_000, 10_000, 10_000), problems),
        number(fields, "maxBytes", new Range(262_144, 1_048_576, 262_144), problems),
        number(fields, "timeoutMs", new Range(25, 30_000, 1_000), problems));
  }

  private record Range(int min, int max, int usual) {}

  private static int number(Map<?, ?> fields, String name, Range range, List<String> problems) {
    Object value = fields.get(name);
    if (value == null) {
      return range.usual();
    }
    if (value instanceof Integer number && number >= range.min() && number <= range.max()) {
      return number;
    }
    problems.add(
        "buffering." + name + " " + value + " is not from " + range.min() + " to " + range.max());
    return range.usual();
  }

  private static Optional<Destination> destination(@Nullable Object value, List<String> problems) {
    Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
    Object protocol = fields.get("protocol");
    if ("TCP".equals(protocol)) {
      return tcp(fields.get("port"), problems);
    }
    if ("HTTP".equals(protocol)) {
      return http(String.valueOf(fields.get("URI")), fields.get("method"), problems);
    }
    problems.add("destination.protocol " + protocol + " is not HTTP or TCP");
    return Optional.empty();
  }

  private static Optional<Destination> tcp(@Nullable Object port, List<String> problems) {
    if (port instanceof Integer number && number > 0 && number < 65_536) {
      return Optional.of(new Destination.Tcp(number));
    }
    problems.add("destination.port " + port + " is not from 1 to 65535");
    return Optional.empty();
  }

  private static Optional<Destination> http(
      String text, @Nullable Object method, List<String> problems) {
    try {
      URI uri = URI.create(text);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && HOSTS.contains(uri.getHost())) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return Optional.of(new Destination.Http(port, path, "PUT".equals(method) ? "PUT" : "POST"));
      }
    } catch (IllegalArgumentException e) {
      problems.add("destination.URI " + text + " is not a URI");
      return Optional.empty();
    }
    problems.add("destination.URI " + text + " is not http://sandbox.localdomain:PORT/PATH");
    return Optional.empty();
  }
}
