package dev.perigee.simulator.scenario;

import dev.perigee.energy.PriceCatalogue;
import dev.perigee.feeds.FeedException;
import dev.perigee.feeds.PriceFile;
import dev.perigee.model.continuum.Link;
import dev.perigee.model.function.FunctionId;
import dev.perigee.policy.PolicyException;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.policy.spi.KeepAlivePolicy;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.simulator.scenario.Scenario.Arrivals;
import dev.perigee.simulator.scenario.Scenario.Fault;
import dev.perigee.simulator.scenario.Scenario.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// Reads a scenario from YAML. All that is wrong with a file is reported at once, each with its
/// line, unknown keys and the allowed values.
public final class ScenarioFile {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final String START_DEFAULT = "2026-01-01T00:00:00Z";

  /// What a thaw takes: measured for a cgroup's freezer, 2026.
  private static final long THAW_NS_DEFAULT = 150_000;

  private final Path folder;
  private final Problems problems = new Problems();
  private final Section root;

  private ScenarioFile(String text, Path folder) {
    this.folder = folder;
    this.root = Section.of("scenario", Yaml.read(text, problems), problems);
  }

  /// @throws ScenarioException with everything that is wrong
  public static Scenario read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ScenarioException(
          file.toString(), List.of("can't be read: " + e + "; give the path of a scenario file"));
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(file.toString(), text, folder == null ? Path.of(".") : folder);
  }

  /// Reads the same from text.
  ///
  /// @param source what messages call it
  /// @param folder that names of trace files count from
  public static Scenario read(String source, String text, Path folder) {
    ScenarioFile file = new ScenarioFile(text, folder);
    if (!file.problems.none()) {
      file.problems.throwIfAny(source);
    }
    Optional<Scenario> scenario = file.scenario();
    file.problems.throwIfAny(source);
    return scenario.orElseThrow();
  }

  private Optional<Scenario> scenario() {
    String name = root.text("name");
    long seed = root.whole("seed", 0, 1);
    long startUtcNs = startUtcNs();
    long durationNs = root.durationNs("duration");
    if (durationNs <= 0) {
      root.problem("duration", "must be longer than 0");
    }
    NodesReader nodes = new NodesReader(root, startUtcNs);
    List<Site> sites = nodes.sites();
    List<Link> links = nodes.links();
    FunctionsReader functions = new FunctionsReader(root);
    functions.read();
    List<FunctionId> ids = functions.ids();
    List<Arrivals> arrivals = new ArrivalsReader(root, ids, folder, durationNs).read();
    List<Fault> faults = new FaultsReader(root, sites).read();
    long thawNs = root.durationNs("thaw", THAW_NS_DEFAULT);
    Optional<Section> policies = root.section("policies", "policies");
    Optional<PlacementPolicy> placement = placement(policies);
    Optional<KeepAlivePolicy> keepAlive = keepAlive(policies);
    policies.ifPresent(Section::close);
    PriceCatalogue prices = prices();
    root.close();
    if (!problems.none()) {
      return Optional.empty();
    }
    return Optional.of(
        new Scenario(
            name,
            seed,
            startUtcNs,
            durationNs,
            sites,
            links,
            functions.deployments(),
            functions.deletions(),
            arrivals,
            faults,
            placement.orElseThrow(),
            keepAlive.orElseThrow(),
            prices,
            thawNs));
  }

  private PriceCatalogue prices() {
    String file = root.text("prices", "");
    try {
      return file.isEmpty() ? PriceCatalogue.AWS_LIKE : PriceFile.read(folder.resolve(file));
    } catch (FeedException e) {
      root.problem("prices", "can't be used: " + e.getMessage());
      return PriceCatalogue.AWS_LIKE;
    }
  }

  private long startUtcNs() {
    String text = root.text("start", START_DEFAULT);
    try {
      Instant start = Instant.parse(text);
      return Math.addExact(
          Math.multiplyExact(start.getEpochSecond(), NS_PER_S), (long) start.getNano());
    } catch (DateTimeParseException | ArithmeticException _) {
      root.problem("start", "must be a UTC time such as " + START_DEFAULT + ", got '" + text + "'");
      return 0;
    }
  }

  private Optional<PlacementPolicy> placement(Optional<Section> policies) {
    String name =
        policies.map(each -> each.text("placement", "least-loaded")).orElse("least-loaded");
    try {
      return Optional.of(PolicyRegistry.load().placement(name));
    } catch (PolicyException e) {
      policies.ifPresent(each -> each.problem("placement", "is unknown: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<KeepAlivePolicy> keepAlive(Optional<Section> policies) {
    Optional<Section> section = policies.flatMap(each -> each.section("keepAlive", "keepAlive"));
    if (section.isEmpty()) {
      return Optional.of(PolicyRegistry.load().keepAlive("fixed"));
    }
    Section given = section.get();
    String name = given.text("name", "fixed");
    boolean fixed = name.equals("fixed");
    Optional<KeepAlivePolicy> policy = fixed ? Optional.of(fixed(given)) : named(given, name);
    given.close();
    return policy;
  }

  private static KeepAlivePolicy fixed(Section given) {
    return new FixedKeepAlive(
        given.durationNs("after", FixedKeepAlive.KEEP_ALIVE_NS_DEFAULT),
        given.durationNs("freezeAfter", FixedKeepAlive.FREEZE_AFTER_NS_DEFAULT));
  }

  private static Optional<KeepAlivePolicy> named(Section given, String name) {
    try {
      return Optional.of(PolicyRegistry.load().keepAlive(name));
    } catch (PolicyException e) {
      given.problem("name", "is unknown: " + e.getMessage());
      return Optional.empty();
    }
  }
}
