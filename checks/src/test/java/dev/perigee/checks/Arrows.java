package dev.perigee.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which module may import which: the table of ARCHITECTURE.md as data. A module that is not in the
/// table may not exist.
final class Arrows {
  /// What the assembly may import: all that it ships.
  private static final List<String> SHIPPED =
      List.of(
          "model",
          "energy",
          "ledger",
          "policy",
          "world",
          "engine",
          "feeds",
          "simulator",
          "fabric",
          "runtime",
          "api",
          "dashboard",
          "platform");

  private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

  /// The deterministic modules, which see nothing of the outside.
  static final Set<String> KERNEL =
      Set.of("model", "energy", "ledger", "policy", "world", "engine");

  static {
    arrow("model");
    arrow("energy", "model");
    arrow("ledger", "model");
    arrow("policy", "model", "energy");
    arrow("world", "model");
    arrow("engine", "model", "energy", "ledger", "policy", "world");
    arrow("feeds", "model", "energy");
    arrow("simulator", "model", "energy", "feeds", "ledger", "policy", "world", "engine");
    arrow("fabric", "model");
    arrow("runtime", "model", "energy", "ledger", "world", "engine", "fabric");
    arrow("api");
    arrow("dashboard", "api");
    arrow("platform", "model", "api", "dashboard", "ledger", "world", "engine", "fabric");
    arrow("cli", SHIPPED.toArray(String[]::new));
    ALLOWED.put("bench", union(SHIPPED, "cli"));
    arrow("testing");
  }

  private Arrows() {}

  private static void arrow(String module, String... imports) {
    ALLOWED.put(module, Set.of(imports));
  }

  private static Set<String> union(List<String> modules, String more) {
    Set<String> all = new TreeSet<>(modules);
    all.add(more);
    return Set.copyOf(all);
  }

  static Set<String> modules() {
    return ALLOWED.keySet();
  }

  /// The modules that this one may import; itself is not among them.
  static Set<String> from(String module) {
    Set<String> allowed = ALLOWED.get(module);
    if (allowed == null) {
      throw new IllegalArgumentException(
          "module '" + module + "' has no arrows: add it to ARCHITECTURE.md and to Arrows");
    }
    return allowed;
  }
}
