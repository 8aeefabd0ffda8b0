package dev.perigee.cli.node;

import dev.perigee.cli.live.LedgerRetention;
import dev.perigee.model.continuum.Node;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.world.wire.NodeNotice;
import dev.perigee.world.wire.NodeWire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a node process is told when it is started.
///
/// @param number which node this is, from 1; tells its decisions from those of others
/// @param nodeCount nodes that share the machine
/// @param nodes scenario file that describes the nodes; empty for the built-in ones
/// @param data the platform's data folder
/// @param socket where the control plane listens
/// @param retention how long its ledger is kept
/// @param prices file of the price catalogue; empty for the built-in one
/// @param epoch of the control plane that starts it
/// @param auth how callers show who they are; the first administrator's keys stand in the
///   environment
/// @param outlive whether the node goes on when the process that started it has ended
record NodeSettings(
    Node description,
    int number,
    int nodeCount,
    Path data,
    Optional<Path> nodes,
    Path socket,
    Duration keepAlive,
    String placement,
    boolean trustWasm,
    String release,
    LedgerRetention retention,
    Optional<Path> prices,
    int epoch,
    AuthMode auth,
    boolean outlive) {

  String id() {
    return description.id();
  }

  /// Where everything of this node lies.
  Path folder() {
    return data.resolve("nodes").resolve(id());
  }

  /// As command line arguments; the first says in `ps` who it is.
  List<String> toArguments() {
    byte[] node = NodeWire.encode(new NodeNotice.Observed(description));
    return List.of(
        "id=" + id(),
        "number=" + number,
        "nodeCount=" + nodeCount,
        "data=" + data,
        "nodes=" + nodes.map(Path::toString).orElse(""),
        "socket=" + socket,
        "keepAliveNs=" + keepAlive.toNanos(),
        "placement=" + placement,
        "trustWasm=" + trustWasm,
        "release=" + release,
        "ledgerKeepNs=" + retention.keep().map(Duration::toNanos).map(Object::toString).orElse(""),
        "prices=" + prices.map(Path::toString).orElse(""),
        "epoch=" + epoch,
        "auth=" + auth,
        "outlive=" + outlive,
        "description=" + HexFormat.of().formatHex(node));
  }

  /// Reads what `toArguments` wrote.
  static NodeSettings parse(List<String> arguments) {
    Map<String, String> values = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + argument + "' is no name=value: node processes are started by `perigee up`");
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return new NodeSettings(
        description(get(values, "description")),
        Integer.parseInt(get(values, "number")),
        Integer.parseInt(get(values, "nodeCount")),
        Path.of(get(values, "data")),
        path(get(values, "nodes")),
        Path.of(get(values, "socket")),
        Duration.ofNanos(Long.parseLong(get(values, "keepAliveNs"))),
        get(values, "placement"),
        Boolean.parseBoolean(get(values, "trustWasm")),
        get(values, "release"),
        retention(get(values, "ledgerKeepNs")),
        path(get(values, "prices")),
        Integer.parseInt(get(values, "epoch")),
        AuthMode.valueOf(get(values, "auth")),
        Boolean.parseBoolean(get(values, "outlive")));
  }

  private static Optional<Path> path(String text) {
    return Optional.of(text).filter(file -> !file.isEmpty()).map(Path::of);
  }

  private static LedgerRetention retention(String keepNs) {
    return keepNs.isEmpty()
        ? LedgerRetention.FOREVER
        : new LedgerRetention(Optional.of(Duration.ofNanos(Long.parseLong(keepNs))));
  }

  private static Node description(String hex) {
    if (NodeWire.decodeNotice(HexFormat.of().parseHex(hex)) instanceof NodeNotice.Observed seen) {
      return seen.node();
    }
    throw new IllegalArgumentException("description= holds no node");
  }

  private static String get(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          name + "= is missing: node processes are started by `perigee up`");
    }
    return value;
  }
}
