package dev.perigee.cli.live;

import dev.perigee.cli.backup.BackupWriter;
import dev.perigee.cli.live.VirtualNodes.VirtualNode;
import dev.perigee.engine.Engine;
import dev.perigee.engine.cap.Cap;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.image.ImageNames;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.fabric.resource.SqliteResources;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.access.KeyFile;
import dev.perigee.platform.access.Vault;
import dev.perigee.platform.account.AccountBook;
import dev.perigee.platform.aws.AwsRoutes;
import dev.perigee.platform.aws.RetryResource;
import dev.perigee.platform.caps.Caps;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.estimate.Forecaster;
import dev.perigee.platform.events.EventQueue;
import dev.perigee.platform.events.EventSetting;
import dev.perigee.platform.events.Surroundings;
import dev.perigee.platform.firing.Listeners;
import dev.perigee.platform.firing.TriggerBook;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.http.Door;
import dev.perigee.platform.http.InvokeRoute;
import dev.perigee.platform.http.Route;
import dev.perigee.platform.image.ImageLibrary;
import dev.perigee.platform.layer.LayerBook;
import dev.perigee.platform.ledgers.NodeLedgers;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import dev.perigee.platform.lint.Lint;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.live.LiveControlPlane;
import dev.perigee.platform.live.LiveWorld;
import dev.perigee.platform.mapping.MappingBook;
import dev.perigee.platform.mapping.Poller;
import dev.perigee.platform.nodes.LiveNodes;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.nodes.NodeEvents;
import dev.perigee.platform.record.CatalogueLog;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.platform.record.JournalCleaner;
import dev.perigee.platform.record.SealedJournal;
import dev.perigee.platform.registry.DeployWatch;
import dev.perigee.platform.registry.VersionRegistry;
import dev.perigee.platform.resource.Provisioner;
import dev.perigee.platform.resource.ResourceDesk;
import dev.perigee.platform.telemetry.LiveTelemetry;
import dev.perigee.platform.telemetry.Telemeter;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.platform.tls.ServerCertificate;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import dev.perigee.world.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A whole platform in this process.
public final class LivePlatform implements AutoCloseable {

  /// @param nodes scenario file whose nodes are started; empty for three that share this machine
  /// @param asyncRetryBase about the pause before an event of a function that failed is tried again
  /// @param placement name of the placement policy
  /// @param retention how long the ledgers are kept
  /// @param prices file of the price catalogue; empty for the built-in one
  /// @param tenantCap what a tenant may use that was given no cap of its own; empty: anything
  /// @param administrator who may always come in, and how callers show who they are
  /// @param tracing which invocations are traced, and who is told
  /// @param hosting where the nodes run
  /// @param report gets one line for whatever an operator should know
  public record Options(
      Path data,
      Optional<Path> nodes,
      Duration keepAlive,
      Duration asyncRetryBase,
      String placement,
      boolean trustWasm,
      String release,
      LedgerRetention retention,
      Optional<Path> prices,
      Optional<Cap> tenantCap,
      FirstAdministrator administrator,
      Optional<ServerCertificate> certificate,
      Tracing tracing,
      NodeHosting hosting,
      Consumer<String> report) {}

  /// How long the platform waits for its nodes before it serves without those that are missing.
  private static final Duration CONTACT_PATIENCE = Duration.ofMinutes(1);

  /// How often it is looked which triggers are due.
  private static final long TICK_MS = 500;

  /// How long what is not used any more may lie on the disk.
  private static final long COLLECT_MS = TimeUnit.SECONDS.toMillis(60);

  /// What was answered longer ago is in the files of every node, node processes too.
  private static final long IN_LEDGER_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long COUNT_MS = 500;

  private final Journal journal;
  private final ExecutorService threads;
  private final ScheduledExecutorService timers;
  private final Gateway gateway;
  private final ThrottleLedger throttles;
  private final NodeHosting.Hosted nodes;
  private final Thread controllerThread;
  private final Clock clock;
  private final AccountBook accounts;
  private final FrontDoor entrance;
  private final ArtefactStore artefacts;
  private final FunctionLogs logs;
  private final ImageLibrary images;
  private final LayerBook layers;
  private final VersionRegistry versions;
  private final Telemeter telemeter;
  private final EventQueue eventQueue;
  private final TriggerBook triggers;
  private final Resources resources;
  private final Listeners listeners;
  private final MappingBook mappings;
  private final Poller poller;
  private final Provisioner provisioner;
  private final Lint lint;
  private final Caps caps;
  private final LiveControlPlane control;
  private volatile boolean ready;

  public LivePlatform(Options options) {
    this(options, new SystemClock());
  }

  /// @param clock may jump, as the machine's may
  LivePlatform(Options options, Clock clock) {
    Journal plain =
        SqliteJournal.open(options.data(), JournalOptions.of(options.release()), options.report());
    Vault vault = KeyFile.in(options.data()).open();
    this.journal = new SealedJournal(plain, vault);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.timers =
        Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().name("timers").factory());
    this.clock = clock;
    FirstAdministrator administrator = options.administrator();
    this.accounts =
        new AccountBook(
            journal,
            vault,
            clock,
            administrator.mode(),
            tenant -> !control().functions().list(tenant).isEmpty());
    this.entrance = FrontDoor.of(options, accounts, clock);
    Rounds rounds = new Rounds(timers, threads, options.report());
    entrance.watch(rounds);
    this.artefacts = ArtefactStore.open(options.data().resolve("artefacts"));
    this.logs = new FunctionLogs(options.data().resolve("logs"));
    this.throttles =
        new ThrottleLedger(
            options.data().resolve("nodes/gateway/ledger"),
            clock,
            options.retention().segments(),
            options.report());
    NodeDirectory directory = new NodeDirectory();
    GridIntensity grid = new GridIntensity();
    EventLine events = new EventLine();
    GatewayEvents gatewayEvents = new GatewayEvents(clock, events, throttles);
    this.gateway = new Gateway(clock, directory, gatewayEvents);
    EntryLog entries = new EntryLog(journal, clock);
    DecisionLog decisions = new DecisionLog(journal, clock);
    List<Entry> past = entries.read();
    Engine engine = new Engine(EngineStart.setting(options), past);
    LiveWorld world =
        new LiveWorld(
            clock,
            entries,
            decisions,
            directory,
            gateway,
            events,
            afterNs -> wake(events, clock, afterNs));
    Controller controller = new Controller(engine, world);
    events.to(controller::submit);
    controller.begin();
    CallLine calls = new CallLine();
    List<VirtualNode> hardware =
        VirtualNodes.of(options.nodes(), Machine.find(), grid, clock.utcNs());
    this.nodes =
        options
            .hosting()
            .start(
                hardware,
                new NodeHosting.Surroundings(
                    options,
                    EngineStart.epoch(past),
                    clock,
                    artefacts,
                    logs,
                    new NodeEvents(clock, events),
                    directory,
                    gateway::table,
                    decisions,
                    throttles::add,
                    threads,
                    timers,
                    calls));
    var _ =
        timers.scheduleAtFixedRate(
            new Guarded(throttles::flush, options.report()), 200, 200, TimeUnit.MILLISECONDS);
    options.retention().watch(clock, timers, threads, options.report(), throttles::deleteOlderThan);
    this.layers = new LayerBook(journal, artefacts, clock);
    this.images =
        new ImageLibrary(
            artefacts,
            new ImageNames(options.data().resolve("images")),
            clock,
            () -> gateway.table().functions(),
            layers::artefacts);
    images.collect();
    rounds.later(COLLECT_MS, images::collect);
    this.versions =
        new VersionRegistry(
            clock,
            artefacts,
            images,
            logs,
            controller,
            directory,
            gateway,
            entries,
            new CatalogueLog(journal, clock),
            accounts::quota,
            watch());
    this.caps =
        new Caps(
            new Caps.Surroundings(
                ConcurrencyRules.around(gateway, gatewayEvents, versions, accounts),
                gateway,
                gatewayEvents,
                directory,
                journal,
                clock),
            options.tenantCap());
    this.telemeter = new Telemeter(options.tracing(), clock, options.release(), options.report());
    this.eventQueue =
        new EventQueue(
            EventSetting.DEFAULT.withRetryBaseMs(options.asyncRetryBase().toMillis()),
            new Surroundings(
                journal,
                clock,
                telemeter.around(caps, Span.Kind.CONSUMER),
                versions::resolve,
                (function, qualifier) -> RetryResource.retries(versions, function, qualifier),
                threads,
                timers));
    LiveNodes liveNodes = new LiveNodes(directory, nodes::cut);
    this.triggers =
        new TriggerBook(
            journal,
            clock,
            (function, qualifier) -> versions.resolve(function, qualifier).isPresent(),
            eventQueue::accept,
            options.report());
    this.resources = SqliteResources.open(options.data(), clock::utcNs, triggers::isWatched);
    this.mappings = new MappingBook(journal, clock);
    this.poller =
        new Poller(
            mappings,
            new Poller.Surroundings(
                resources,
                telemeter.around(caps, Span.Kind.CONSUMER),
                versions::resolve,
                threads,
                options.report()));
    calls.to(
        new ResourceDesk(
            resources, triggers, id -> poller.origin(id).orElseGet(() -> eventQueue.origin(id))));
    this.provisioner =
        new Provisioner(resources, triggers, artefacts, journal, clock, options.report());
    this.lint =
        new Lint(
            new dev.perigee.platform.lint.Surroundings(
                () -> gateway.table().functions(),
                triggers,
                mappings,
                resources,
                (function, qualifier) -> RetryResource.retries(versions, function, qualifier),
                provisioner::uses,
                function -> versions.settings(function).reservedConcurrency(),
                function -> caps.isCapped(function),
                directory::memoryMbMax,
                options.asyncRetryBase().toMillis(),
                clock));
    this.listeners = new Listeners(resources.changes(), triggers::list, eventQueue::accept);
    NodeLedgers ledgers =
        new NodeLedgers(() -> sources(directory), new OwnWorkCarbon(directory, grid));
    this.control =
        new LiveControlPlane(
            versions.functions(),
            images,
            Optional.of(versions),
            telemeter.around(caps, Span.Kind.SERVER),
            Optional.of(eventQueue),
            Optional.of(triggers),
            Optional.of(resources),
            lint,
            new Forecaster(
                versions.functions(),
                ledgers,
                caps,
                new NodeCostModel(hardware, Prices.of(options.prices()), grid, clock),
                clock),
            ledgers,
            decisions,
            liveNodes,
            LiveControlPlane.logsIn(logs),
            caps,
            accounts,
            new LiveTelemetry(
                telemeter,
                liveNodes,
                eventQueue,
                caps,
                gateway::oldestWaitNs,
                entrance::certificateGoodUntil,
                triggers::subscriptions),
            new BackupWriter(options.data(), options.release(), this::settle),
            new PlatformHealth(options.data(), directory, options.certificate()),
            () -> ready);
    JournalCleaner cleaner =
        new JournalCleaner(
            journal,
            clock,
            Keepers.of(
                journal,
                clock,
                options.retention(),
                List.of(eventQueue.keeper(), triggers.keeper()),
                keep -> decisions.keeper(keep, gateway::table)));
    this.controllerThread =
        Thread.ofPlatform().name("controller").daemon().start(() -> run(controller));
    threads.execute(() -> {
      if (!nodes.awaitContact(CONTACT_PATIENCE)) {
        options.report().accept("not all nodes are in contact; the others serve without them");
      }
      caps.restore(control.ledgers());
      rounds.inTurn(COUNT_MS, caps::follow);
      eventQueue.resume();
      rounds.now(COLLECT_MS, cleaner::cleanIfDue);
      rounds.now(TICK_MS, triggers::tick);
      rounds.now(TICK_MS, this::tell);
      rounds.later(COLLECT_MS, this::sweep);
      ready = true;
    });
  }

  private DeployWatch watch() {
    return new DeployWatch() {
      @Override
      public void before(FunctionSpec function) {
        lint.requireNoCycle(function);
      }

      @Override
      public void after(FunctionSpec function) {
        caps.deployed(function);
        provision(function);
      }
    };
  }

  private void tell() {
    listeners.tick();
    poller.tick();
  }

  private void sweep() {
    provision();
    var _ = resources.sweep();
  }

  /// Creates what the functions call for, and takes away what none calls for any more.
  private void provision() {
    provisioner.reconcile(gateway.table().functions());
  }

  /// The same with one that was deployed just now.
  private void provision(FunctionSpec deployed) {
    List<FunctionSpec> functions = new ArrayList<>(gateway.table().functions());
    functions.removeIf(each -> each.id().equals(deployed.id()));
    functions.add(deployed);
    provisioner.reconcile(functions);
  }

  public ControlPlane control() {
    return control;
  }

  /// Its front door.
  ///
  /// @param port 0 for any that is free
  public Door door(String host, int port) {
    return entrance.at(host, port);
  }

  /// The paths of the AWS Lambda API.
  public List<Route> awsRoutes(InvokeRoute invoke) {
    return AwsRoutes.of(
        new AwsRoutes.Parts(
            control,
            versions,
            eventQueue,
            artefacts,
            logs,
            entrance.gate(),
            clock,
            mappings,
            layers,
            lint::requireNoCycle),
        invoke);
  }

  /// Takes nothing new, lets what runs end as long as `patience`, and closes everything.
  public void stop(Duration patience) {
    triggers.close();
    eventQueue.close();
    try {
      var _ = gateway.drain(patience.toNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public void close() {
    ready = false;
    triggers.close();
    eventQueue.close();
    controllerThread.interrupt();
    nodes.close();
    throttles.close();
    telemeter.close();
    timers.shutdownNow();
    threads.shutdownNow();
    resources.close();
    journal.close();
  }

  /// Returns when the ledgers hold what was answered before.
  private void settle() {
    throttles.flush();
    LockSupport.parkNanos(IN_LEDGER_NS);
  }

  private Map<String, Source> sources(NodeDirectory directory) {
    Map<String, Source> sources = new LinkedHashMap<>();
    directory.all().forEach(port -> sources.put(port.node().id(), port::ledger));
    sources.put(ThrottleLedger.WRITER, throttles::read);
    return sources;
  }

  private void wake(Consumer<Event> events, Clock clock, long afterNs) {
    var _ =
        timers.schedule(
            () -> events.accept(new Event.Woken(clock.utcNs())), afterNs, TimeUnit.NANOSECONDS);
  }

  private static void run(Controller controller) {
    try {
      controller.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
