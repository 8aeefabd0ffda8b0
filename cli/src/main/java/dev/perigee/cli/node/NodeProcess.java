package dev.perigee.cli.node;

import dev.perigee.cli.live.Factories;
import dev.perigee.cli.live.GridIntensity;
import dev.perigee.cli.live.Guarded;
import dev.perigee.cli.live.Machine;
import dev.perigee.cli.live.NodeAssembly;
import dev.perigee.cli.live.OwnWorkCarbon;
import dev.perigee.cli.live.Prices;
import dev.perigee.cli.live.SystemClock;
import dev.perigee.cli.live.VirtualNodes;
import dev.perigee.energy.NodePower;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.image.ImageStore;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.UnixTransport;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.access.KeyFile;
import dev.perigee.platform.access.Sessions;
import dev.perigee.platform.control.Backups;
import dev.perigee.platform.control.Estimates;
import dev.perigee.platform.control.Images;
import dev.perigee.platform.control.NoAccounts;
import dev.perigee.platform.control.NoEvents;
import dev.perigee.platform.control.NoSafeguards;
import dev.perigee.platform.control.Review;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.http.Door;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.ledgers.NodeLedgers;
import dev.perigee.platform.live.LiveControlPlane;
import dev.perigee.platform.nodes.LiveNodes;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.nodes.NodeEvents;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.platform.record.SealedJournal;
import dev.perigee.platform.telemetry.LiveTelemetry;
import dev.perigee.platform.telemetry.Telemeter;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.runtime.node.MachineMeters;
import dev.perigee.runtime.remote.LeaveBook;
import dev.perigee.runtime.remote.NodeServer;
import dev.perigee.runtime.remote.NodeVoice;
import dev.perigee.runtime.remote.OwnNode;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import dev.perigee.world.node.ResourceCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything of a node that is a process: the live node, its ledger and journal, its own engine
/// and gateway behind a port of the loopback interface, and contact with the control plane.
final class NodeProcess implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final long COLLECT_S = 60;
  private static final String BEGAN = "began";
  private static final String PLATFORM_TENANT = "perigee";

  private final Clock clock = new SystemClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timers =
      Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().name("timers").factory());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Journal journal;
  private final Factories factories;
  private final NodeAssembly assembly;
  private final Gateway gateway;
  private final OwnEngine engine;
  private final HttpFront front;
  private final Channel channel;

  NodeProcess(NodeSettings settings, Consumer<String> report) {
    Path folder = settings.folder();
    journal =
        new SealedJournal(
            SqliteJournal.open(folder, JournalOptions.of(settings.release()), report),
            KeyFile.in(settings.data()).open());
    long incarnation = begin(journal);
    factories = new Factories(settings.data(), settings.trustWasm());
    ArtefactStore artefacts = ArtefactStore.open(folder.resolve("artefacts"));
    FunctionLogs logs = new FunctionLogs(settings.data().resolve("logs"));
    LeaveBook book = new LeaveBook();
    AtomicReference<@Nullable OwnEngine> office = new AtomicReference<>();
    Consumer<Event> events = event -> submit(office, event);
    NodeVoice voice = new NodeVoice(book, new NodeEvents(clock, events));
    assembly = assemble(settings, artefacts, logs, voice, report);
    OwnNode own = new OwnNode(assembly.node(), book);
    NodeDirectory directory = new NodeDirectory();
    directory.add(own);
    gateway = new Gateway(clock, directory, new OwnDemand(settings.id(), clock, events, assembly));
    DecisionLog decisions = new DecisionLog(journal, clock);
    engine =
        new OwnEngine(
            new OwnEngine.Parts(
                settings,
                incarnation,
                clock,
                new EntryLog(journal, clock),
                decisions,
                directory,
                gateway,
                timers));
    office.set(engine);
    // Keys that were made later lie with the control plane: a node that is alone knows the first.
    FirstAdministrator administrator = FirstAdministrator.in(System.getenv(), settings.auth());
    front =
        HttpFront.start(
            control(settings, directory, decisions, logs),
            Door.of(LOOPBACK, 0, new Sessions(administrator.keys(), clock, report)),
            _ -> List.of());
    CodeFetcher fetcher = new CodeFetcher(artefacts, clock::monoNs, report);
    Runnable collection = new Guarded(() -> collect(artefacts, fetcher), report);
    var _ =
        timers.scheduleWithFixedDelay(
            () -> threads.execute(collection), COLLECT_S, COLLECT_S, TimeUnit.SECONDS);
    AtomicLong copiedOffset = new AtomicLong();
    CompletableFuture<Channel> dialled = new CompletableFuture<>();
    OwnSite site =
        new OwnSite(
            clock,
            engine,
            gateway,
            own,
            assembly.ledger(),
            decisions,
            fetcher,
            threads,
            dialled::join,
            copiedOffset,
            "http://" + LOOPBACK + ":" + front.port());
    channel =
        new UnixTransport(settings.socket(), NodeLink.OPTIONS)
            .dial(
                settings.id(),
                () -> incarnation,
                new NodeServer(assembly.node(), site, book, voice));
    dialled.complete(channel);
    settings
        .retention()
        .watch(
            clock,
            timers,
            threads,
            report,
            utcNs -> assembly.ledger().store().deleteOlderThan(utcNs, copiedOffset.get()));
  }

  /// The number of this beginning, higher than any before; on the disk before anyone hears it.
  private long begin(Journal records) {
    long[] count = {1};
    records.read(
        0,
        record -> {
          if (record.kind().equals(BEGAN)) {
            count[0]++;
          }
        });
    records.appendAndWait(JournalRecord.draft(BEGAN, PLATFORM_TENANT, clock.utcNs(), new byte[0]));
    return count[0];
  }

  /// Code that no function of this node needs any more goes.
  private void collect(ArtefactStore artefacts, CodeFetcher fetcher) {
    fetcher.expire();
    var _ =
        artefacts.collect(() -> ImageStore.of(artefacts).references(gateway.table().functions()));
  }

  private static void submit(AtomicReference<@Nullable OwnEngine> office, Event event) {
    OwnEngine engine = office.get();
    if (engine != null) {
      engine.submit(event);
    }
  }

  private NodeAssembly assemble(
      NodeSettings settings,
      ArtefactStore artefacts,
      FunctionLogs logs,
      NodeVoice voice,
      Consumer<String> report) {
    // One process per node: its CPU is all this node's, the machine's energy is shared.
    return new NodeAssembly(
        settings.description(),
        power(settings),
        new ProcessMeters(
            MachineMeters.find(1).ofOneNode(),
            MachineMeters.find(settings.nodeCount()).ofOneNode()),
        settings.folder(),
        voice,
        new NodeAssembly.Shared(
            clock,
            artefacts,
            logs,
            factories,
            new GridIntensity(),
            Prices.of(settings.prices()),
            threads,
            timers,
            ResourceCalls.NONE,
            settings.retention(),
            report));
  }

  private NodePower power(NodeSettings settings) {
    return VirtualNodes.of(settings.nodes(), Machine.find(), new GridIntensity(), clock.utcNs())
        .stream()
        .filter(virtual -> virtual.node().id().equals(settings.id()))
        .map(VirtualNodes.VirtualNode::power)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node is called " + settings.id()));
  }

  private LiveControlPlane control(
      NodeSettings settings, NodeDirectory directory, DecisionLog decisions, FunctionLogs logs) {
    Telemeter telemeter = new Telemeter(Tracing.DEFAULT, clock, "", line -> {});
    LiveNodes nodes = new LiveNodes(directory, (_, _) -> false);
    NoSafeguards safeguards = new NoSafeguards("node " + settings.id());
    return new LiveControlPlane(
        new OwnFunctions(settings.id(), gateway),
        Images.NONE,
        Optional.empty(),
        telemeter.around(gateway, Span.Kind.SERVER),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Review.NONE,
        Estimates.NONE,
        new NodeLedgers(
            () -> Map.of(settings.id(), assembly.node()::ledger),
            new OwnWorkCarbon(directory, new GridIntensity())),
        decisions,
        nodes,
        LiveControlPlane.logsIn(logs),
        safeguards,
        new NoAccounts("node " + settings.id()),
        new LiveTelemetry(telemeter, nodes, new NoEvents(), safeguards, gateway::oldestWaitNs),
        Backups.NONE,
        List::of,
        () -> !closed.get());
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    channel.close();
    front.stop(DRAIN);
    engine.close();
    assembly.close();
    factories.close();
    timers.shutdownNow();
    threads.shutdownNow();
    journal.close();
  }
}
