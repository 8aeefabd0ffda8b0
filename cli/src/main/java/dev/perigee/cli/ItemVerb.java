package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `perigee table` and `perigee bucket` have in common: values by key.
abstract class ItemVerb extends ResourceVerb {
  private final String items;

  /// @param items how the path calls what is in it
  ItemVerb(Context context, String kind, String items) {
    super(context, kind);
    this.items = items;
  }

  /// Slashes in keys stay.
  private String path(String name, String key) {
    return path(name) + "/" + items + "/" + PlatformClient.escaped(key).replace("%2F", "/");
  }

  @Command(name = "put", description = "Write a value.", mixinStandardHelpOptions = true)
  int put(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "KEY") String key,
      @Parameters(
              index = "2",
              paramLabel = "VALUE",
              description = "The value as it is, @FILE, or - for standard input.")
          String value,
      @Option(
              names = "--ttl-s",
              paramLabel = "S",
              defaultValue = "-1",
              description = "Let it go after so long; default: as the resource says.")
          long ttlS,
      @Mixin Target target) {
    String query = ttlS < 0 ? "" : "?ttlS=" + ttlS;
    return print(target, "PUT", path(name, key) + query, Payload.read(context(), value));
  }

  @Command(name = "get", description = "Print a value.", mixinStandardHelpOptions = true)
  int get(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "KEY") String key,
      @Mixin Target target) {
    byte[] value = target.client(context()).demand("GET", path(name, key), null).body();
    context().console().out().write(value, 0, value.length);
    context().console().out().flush();
    return 0;
  }

  @Command(name = "remove", description = "Delete a value.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "KEY") String key,
      @Mixin Target target) {
    var _ = target.client(context()).demand("DELETE", path(name, key), null);
    return 0;
  }

  @Command(name = "keys", description = "List keys in order.", mixinStandardHelpOptions = true)
  int keys(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "") String prefix,
      @Option(names = "--after", paramLabel = "KEY", defaultValue = "") String after,
      @Mixin Target target) {
    return print(
        target,
        "GET",
        path(name)
            + "/"
            + items
            + "?prefix="
            + PlatformClient.escaped(prefix)
            + "&after="
            + PlatformClient.escaped(after),
        null);
  }
}
