package dev.perigee.simulator.scenario;

import dev.perigee.simulator.scenario.Scenario.Fault;
import dev.perigee.simulator.scenario.Scenario.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads `faults`. Two faults of one node must not overlap.
final class FaultsReader {
  private static final List<String> KINDS = List.of("fail", "cutOff", "restart", "change", "drain");

  private final Section root;
  private final List<Site> sites;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, List<long[]>> spans = new TreeMap<>();

  FaultsReader(Section root, List<Site> sites) {
    this.root = root;
    this.sites = sites;
  }

  List<Fault> read() {
    root.sections("faults", "fault").forEach(this::fault);
    return faults;
  }

  private void fault(Section fault) {
    String kind = fault.word("kind", KINDS, "");
    String pattern = fault.text("node");
    long atNs = fault.durationNs("at");
    long forNs = kind.equals("restart") ? 0 : fault.durationNs(lasts(kind));
    double memoryMb = kind.equals("change") ? fault.quantity("memory", Quantity.MEMORY) : 1;
    fault.close();
    List<String> nodes =
        sites.stream()
            .map(site -> site.node().id())
            .filter(id -> NamePattern.matches(pattern, id))
            .toList();
    if (nodes.isEmpty()) {
      fault.problem("node", "matches no node, got '" + pattern + "'");
    }
    for (String node : nodes) {
      apart(fault, node, atNs, atNs + forNs);
      faults.add(of(kind, atNs, node, forNs, Math.max(1, (int) memoryMb)));
    }
  }

  private static String lasts(String kind) {
    return kind.equals("change") ? "unseen" : "for";
  }

  private static Fault of(String kind, long atNs, String node, long forNs, int memoryMb) {
    return switch (kind) {
      case "cutOff" -> new Fault.CutOff(atNs, node, forNs);
      case "restart" -> new Fault.Restarts(atNs, node);
      case "change" -> new Fault.Changes(atNs, node, memoryMb, forNs);
      case "drain" -> new Fault.Drains(atNs, node, forNs);
      default -> new Fault.Fails(atNs, node, forNs);
    };
  }

  private void apart(Section fault, String node, long fromNs, long toNs) {
    List<long[]> taken = spans.computeIfAbsent(node, _ -> new ArrayList<>());
    for (long[] span : taken) {
      if (fromNs <= span[1] && span[0] <= toNs) {
        fault.problem("at", "overlaps another fault of " + node + "; one at a time");
      }
    }
    taken.add(new long[] {fromNs, toNs});
  }
}
