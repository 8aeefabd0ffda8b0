package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.cli.live.SystemClock;
import dev.perigee.engine.Engine;
import dev.perigee.engine.EngineSetting;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.image.ImageNames;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Quota;
import dev.perigee.platform.control.Versions.Page;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.image.ImageLibrary;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.CatalogueLog;
import dev.perigee.platform.record.CatalogueNote;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.platform.registry.DeployWatch;
import dev.perigee.platform.registry.VersionRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.policy.placement.FirstFit;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/// One function with very many published versions, and an alias for each: what it takes to read
/// them from the journal, to find out what an alias stands for, and to list a page of them.
public final class VersionsBenchmark implements Benchmark {
  private static final FunctionName NAME = new FunctionName("default", "many");
  private static final int BATCH = 1_000;
  private static final int PAGE = 50;

  private final Path folder;
  private final Clock clock = new SystemClock();

  public VersionsBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "versions";
  }

  @Override
  public List<Figure> run(Size size) {
    int count = size.pick(2_000, 100_000);
    Journal journal = written(count);
    long fromNs = System.nanoTime();
    VersionRegistry registry = opened(journal);
    double readS = (System.nanoTime() - fromNs) / 1e9;
    SplittableRandom random = new SplittableRandom(1);
    String[] names = new String[BATCH];
    int[] pages = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      int number = 1 + random.nextInt(count);
      names[i] = "a" + number;
      pages[i] = number;
    }
    Digest digest = new Digest();
    for (String alias : names) {
      digest.add(registry.resolve(NAME, alias).map(FunctionId::versionNumber).orElse(-1));
    }
    Figure resolve =
        Samples.ofBatches(
            "alias resolved among " + count,
            1,
            size.pick(20, 1_000),
            BATCH,
            () -> resolve(registry, names));
    Figure page =
        Samples.ofBatches(
            "page of " + PAGE + " versions of " + count,
            Double.NaN,
            size.pick(3, 20),
            BATCH,
            () -> page(registry, pages));
    Figure all =
        Samples.ofBatches(
            "page of " + PAGE + " of all functions and versions",
            Double.NaN,
            size.pick(3, 20),
            BATCH,
            () -> pageOfAll(registry, pages));
    Figure aliases =
        Samples.ofBatches(
            "aliases of a version among " + count,
            Double.NaN,
            size.pick(3, 20),
            BATCH,
            () -> aliasesOf(registry, pages));
    return List.of(
        resolve.hashed(digest.hex()),
        page,
        all,
        aliases,
        Figure.one("versions read from the journal", "s", Double.NaN, readS));
  }

  private static void resolve(VersionRegistry registry, String[] aliases) {
    for (String alias : aliases) {
      if (registry.resolve(NAME, alias).isEmpty()) {
        throw new IllegalStateException("alias " + alias + " stands for nothing");
      }
    }
  }

  private static void page(VersionRegistry registry, int[] after) {
    for (int number : after) {
      Page<?> page = registry.versions(NAME, number - 1, PAGE);
      if (page.rows().isEmpty()) {
        throw new IllegalStateException("no page after " + number);
      }
    }
  }

  private static void pageOfAll(VersionRegistry registry, int[] after) {
    for (int number : after) {
      FunctionId behind = NAME.version(number);
      Page<?> page = registry.everything(NAME.tenant(), Optional.of(behind), PAGE);
      if (page.rows().size() > PAGE) {
        throw new IllegalStateException("a page of more than " + PAGE);
      }
    }
  }

  private static void aliasesOf(VersionRegistry registry, int[] versions) {
    for (int number : versions) {
      String version = Integer.toString(number);
      if (registry.aliases(NAME, Optional.of(version), "", PAGE).rows().size() != 1) {
        throw new IllegalStateException("version " + number + " has not one alias");
      }
    }
  }

  private Journal written(int count) {
    Journal journal = new MemoryJournal();
    EntryLog entries = new EntryLog(journal, clock);
    CatalogueLog log = new CatalogueLog(journal, clock);
    FunctionSpec latest = BenchFunctions.python(NAME.name());
    deploy(entries, log, latest);
    for (int number = 1; number <= count; number++) {
      deploy(entries, log, latest.as(Integer.toString(number), 1));
      Alias alias =
          new Alias("a" + number, Integer.toString(number), "", new TreeMap<>(), revisionId());
      log.append(new CatalogueNote.AliasSet(NAME, alias));
    }
    return journal;
  }

  private static void deploy(EntryLog entries, CatalogueLog log, FunctionSpec function) {
    Facts facts =
        new Facts(1, "", "arn:aws:iam::000000000000:role/r", 1, 1, revisionId(), new TreeMap<>());
    log.append(new CatalogueNote.FactsNoted(function.id(), facts));
    entries.append(new Entry.Deployed(function), VersionsBenchmark::requireNone);
  }

  private static String revisionId() {
    return new UUID(1, 2).toString();
  }

  private static void requireNone(Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
  }

  /// As a platform does it at its start.
  private VersionRegistry opened(Journal journal) {
    EntryLog entries = new EntryLog(journal, clock);
    Engine engine =
        new Engine(EngineSetting.of(0, new FirstFit(), new FixedKeepAlive(1, 1)), entries.read());
    NodeDirectory nodes = new NodeDirectory();
    Gateway gateway = new Gateway(clock, nodes, new Unheard());
    gateway.publish(engine.table());
    ArtefactStore artefacts = ArtefactStore.open(folder.resolve("artefacts"));
    ImageNames names = new ImageNames(folder.resolve("images"));
    return new VersionRegistry(
        clock,
        artefacts,
        new ImageLibrary(artefacts, names, clock, List::of, List::of),
        new FunctionLogs(folder.resolve("logs")),
        new Controller(engine, _ -> {}),
        nodes,
        gateway,
        entries,
        new CatalogueLog(journal, clock),
        _ -> Quota.NONE,
        DeployWatch.NONE);
  }

  /// Nothing is invoked here.
  private static final class Unheard implements Gateway.Listener {
    @Override
    public void demanded(FunctionId function, int workerCount) {}

    @Override
    public void throttled(UUID invocationId, FunctionSpec function, long bytesIn) {}
  }
}
