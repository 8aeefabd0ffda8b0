package dev.perigee.cli.top;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counters of a platform at one moment. What the caller has no right to see is empty.
///
/// @param busy of each function
/// @param waiting of each function
public record Reading(
    long monoNs,
    Map<String, @Nullable Object> totals,
    Map<String, Map<String, @Nullable Object>> functions,
    List<Map<String, @Nullable Object>> nodes,
    Map<String, Double> busy,
    Map<String, Double> waiting,
    List<Map<String, @Nullable Object>> caps,
    double queued) {

  /// @param monoNs when
  public static Reading take(PlatformClient client, long monoNs) {
    Reply stats = client.demand("GET", "/v1/stats/functions?limit=1000", null);
    Map<String, Map<String, @Nullable Object>> functions = new HashMap<>();
    stats.objects("functions").forEach(each -> functions.put(text(each, "name"), each));
    Map<String, Double> busy = new HashMap<>();
    Map<String, Double> waiting = new HashMap<>();
    for (Map<String, @Nullable Object> node : list(client, "/v1/nodes", "nodes")) {
      for (Map<String, @Nullable Object> worker : Reply.objectsIn(node, "workers")) {
        busy.merge(text(worker, "function"), number(worker, "busy"), Double::sum);
        waiting.merge(text(worker, "function"), number(worker, "waiting"), Double::sum);
      }
    }
    return new Reading(
        monoNs,
        totals(stats),
        functions,
        list(client, "/v1/stats/nodes", "nodes"),
        busy,
        waiting,
        list(client, "/v1/caps", "caps"),
        queued(client));
  }

  private static double queued(PlatformClient client) {
    Reply reply = client.get("/v1/async/stats");
    return reply.isOk() ? number(reply.object(), "queued") : 0;
  }

  private static List<Map<String, @Nullable Object>> list(
      PlatformClient client, String path, String name) {
    Reply reply = client.get(path);
    return reply.isOk() ? reply.objects(name) : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> totals(Reply stats) {
    return stats.object().get("totals") instanceof Map<?, ?> totals
        ? (Map<String, @Nullable Object>) totals
        : Map.of();
  }

  static String text(Map<String, @Nullable Object> object, String name) {
    return String.valueOf(object.get(name));
  }

  static double number(Map<String, @Nullable Object> object, String name) {
    return object.get(name) instanceof BigDecimal number ? number.doubleValue() : 0;
  }
}
