package dev.perigee.simulator.scenario;

import dev.perigee.energy.CpuFamily;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerCurve;
import dev.perigee.energy.PowerModel;
import dev.perigee.feeds.CarbonIntensity;
import dev.perigee.feeds.CarbonProfile;
import dev.perigee.model.continuum.Link;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.simulator.scenario.Scenario.Site;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongToDoubleFunction;

/// Reads `nodes` and `links`.
final class NodesReader {
  /// The end of a link that is no node: where invocations come in.
  private static final String GATEWAY = "gateway";

  private static final double BANDWIDTH_DEFAULT_BYTES_PER_S = 125e6;
  private static final int COUNT_MAX = 1_000_000;

  /// One way between two ends.
  private record Way(String from, String to) {}

  private final Section root;
  private final long startUtcNs;
  private final Map<String, Site> sites = new LinkedHashMap<>();
  private final Map<Way, Link> links = new LinkedHashMap<>();
  private final Map<String, Long> gatewayDelayNs = new LinkedHashMap<>();
  private Optional<CarbonIntensity> profile = Optional.empty();

  NodesReader(Section root, long startUtcNs) {
    this.root = root;
    this.startUtcNs = startUtcNs;
  }

  List<Site> sites() {
    List<Section> nodes = root.sections("nodes", "node");
    if (nodes.isEmpty()) {
      root.problem("nodes", "must list at least one node");
    }
    nodes.forEach(this::node);
    root.sections("links", "link").forEach(this::link);
    List<Site> delayed = new ArrayList<>();
    for (Site site : sites.values()) {
      delayed.add(
          new Site(
              site.node(),
              site.power(),
              site.gramsPerKwh(),
              gatewayDelayNs.getOrDefault(site.node().id(), 0L)));
    }
    return delayed;
  }

  /// Links between nodes, after `sites`.
  List<Link> links() {
    return List.copyOf(links.values());
  }

  private void node(Section node) {
    String id = node.text("id");
    long count = node.whole("count", 1, 1);
    String zone = node.text("zone");
    double vcpus = node.requiredNumber("cpu", 0.001);
    double memoryMb = node.quantity("memory", Quantity.MEMORY);
    double pue = node.number("pue", 1, 1);
    NodePower power = power(node, vcpus, Math.max(1, memoryMb) / 1_024);
    LongToDoubleFunction gramsPerKwh = intensity(node, zone);
    if (memoryMb < 1 || memoryMb > Integer.MAX_VALUE) {
      node.problem("memory", "must be 1 MB or more, got " + memoryMb + " MB");
    }
    if (count > 1 && !id.contains("*") || count > COUNT_MAX) {
      node.problem("count", "needs an id with a * for the number, and is at most " + COUNT_MAX);
    }
    node.close();
    int cpuMilli = (int) Math.max(1, vcpus * 1_000);
    int wholeMb = (int) Math.max(1, memoryMb);
    expand(
        id,
        count,
        each -> {
          Site site = site(each, zone, cpuMilli, wholeMb, power, pue, gramsPerKwh);
          if (sites.putIfAbsent(each, site) != null) {
            node.problem("id", each + " is given twice");
          }
        });
  }

  private static void expand(String id, long count, Consumer<String> each) {
    if (!id.contains("*")) {
      each.accept(id);
      return;
    }
    for (long i = 1; i <= Math.min(count, COUNT_MAX); i++) {
      each.accept(id.replace("*", Long.toString(i)));
    }
  }

  private Site site(
      String id,
      String zone,
      int cpuMilli,
      int memoryMb,
      NodePower power,
      double pue,
      LongToDoubleFunction gramsPerKwh) {
    Node node =
        new Node(
            id.isBlank() ? "?" : id,
            zone,
            NodeState.UP,
            cpuMilli,
            memoryMb,
            power.idleW(),
            power.activeW(),
            gramsPerKwh.applyAsDouble(startUtcNs),
            pue,
            1);
    return new Site(node, power, gramsPerKwh, 0);
  }

  private static NodePower power(Section node, double vcpus, double memoryGb) {
    Optional<Section> section = node.section("power", "power");
    if (section.isEmpty()) {
      return PowerModel.of(CpuFamily.DEFAULT).node(vcpus, memoryGb);
    }
    Section power = section.get();
    NodePower read =
        power.has("idle") || power.has("max")
            ? given(power, vcpus, memoryGb)
            : family(power, vcpus, memoryGb);
    power.has("family");
    power.close();
    return read;
  }

  private static NodePower given(Section power, double vcpus, double memoryGb) {
    double idleW = power.quantity("idle", Quantity.POWER);
    double maxW = power.quantity("max", Quantity.POWER);
    if (maxW < idleW) {
      power.problem("max", "must be at least idle, " + idleW + " W, got " + maxW + " W");
    }
    return new NodePower(
        vcpus,
        memoryGb,
        idleW / vcpus,
        Math.max(idleW, maxW) / vcpus,
        0,
        PowerCurve.LINEAR,
        0,
        0,
        0);
  }

  private static NodePower family(Section power, double vcpus, double memoryGb) {
    List<String> names = CpuFamily.ALL.stream().map(CpuFamily::name).toList();
    String name = power.word("family", names, CpuFamily.DEFAULT.name());
    CpuFamily family =
        CpuFamily.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return PowerModel.of(family).node(vcpus, memoryGb);
  }

  private LongToDoubleFunction intensity(Section node, String zone) {
    if (node.has("intensity")) {
      double gramsPerKwh = node.quantity("intensity", Quantity.INTENSITY);
      return _ -> gramsPerKwh;
    }
    if (profile.isEmpty()) {
      profile = Optional.of(CarbonProfile.bundled());
    }
    CarbonIntensity known = profile.get();
    if (!known.zones().contains(zone)) {
      if (!zone.isEmpty()) {
        node.problem(
            "zone",
            "is unknown: '"
                + zone
                + "'; give the node an intensity, such as 300 g/kWh, or one of "
                + String.join(", ", known.zones()));
      }
      return _ -> 0;
    }
    int index = known.zoneIndex(zone);
    return utcNs -> known.gramsPerKwh(index, utcNs);
  }

  private void link(Section link) {
    String from = link.text("from");
    String to = link.text("to");
    long delayNs = link.durationNs("delay", 0);
    double bandwidth =
        link.quantity("bandwidth", Quantity.BANDWIDTH, BANDWIDTH_DEFAULT_BYTES_PER_S);
    if (bandwidth <= 0) {
      link.problem("bandwidth", "must be more than 0");
    }
    link.close();
    List<String> ends = matching(link, "to", to);
    if (from.equals(GATEWAY)) {
      ends.forEach(end -> gatewayDelayNs.put(end, delayNs));
      return;
    }
    for (String one : matching(link, "from", from)) {
      for (String other : ends) {
        join(one, other, delayNs, Math.max(1, bandwidth));
      }
    }
  }

  private void join(String one, String other, long delayNs, double bytesPerS) {
    if (!one.equals(other)) {
      links.put(new Way(one, other), new Link(one, other, delayNs, bytesPerS, true, 1));
      links.put(new Way(other, one), new Link(other, one, delayNs, bytesPerS, true, 1));
    }
  }

  private List<String> matching(Section link, String key, String pattern) {
    List<String> found =
        sites.keySet().stream().filter(id -> NamePattern.matches(pattern, id)).toList();
    if (found.isEmpty()) {
      link.problem(
          key, "matches no node, got '" + pattern + "'; there are " + some(sites.keySet()));
    }
    return found;
  }

  static String some(Collection<String> names) {
    List<String> first = names.stream().limit(20).toList();
    return String.join(", ", first)
        + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
  }
}
