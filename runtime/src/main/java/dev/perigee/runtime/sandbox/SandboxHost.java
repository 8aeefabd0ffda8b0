package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.LogSink;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The part of a node that makes sandboxes: the spawner's process, the zygotes, the control groups.
///
/// One per node. Opening it takes no time: the spawner starts beside, and the first use waits for
/// it.
public final class SandboxHost implements AutoCloseable {
  /// Where a sandbox that sees no network finds the Runtime API.
  private static final String RELAY = "127.0.0.1:9001";

  static final long MAKE_NS = TimeUnit.SECONDS.toNanos(30);
  private static final AtomicInteger HOSTS = new AtomicInteger();

  private final ControlGroups groups;
  private final Watchdog watchdog = new Watchdog();
  private final @Nullable SpawnerProcess spawner;
  private final SearchPath programs;
  private final CompletableFuture<SandboxCapabilities> capabilities = new CompletableFuture<>();
  private final Zygotes zygotes = new Zygotes(this);
  private final Patience patience;
  private final Map<Integer, Birth> births = new ConcurrentHashMap<>();
  private final Map<Integer, Sandbox> living = new ConcurrentHashMap<>();
  private final ContainerProbes probes = new ContainerProbes(System::nanoTime);
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicReference<@Nullable String> processTenant = new AtomicReference<>();

  private SandboxHost(
      ControlGroups groups,
      @Nullable SpawnerProcess spawner,
      SearchPath programs,
      Patience patience) {
    this.groups = groups;
    this.programs = programs;
    this.patience = patience;
    this.spawner = spawner;
  }

  /// Starts the spawner if the machine has Python 3; without it the host says so when it is asked
  /// for a sandbox.
  public static SandboxHost open() {
    String name = "perigee-" + ProcessHandle.current().pid() + "-" + HOSTS.incrementAndGet();
    return open(ControlGroups.detect(name), SearchPath.ofMachine(), Patience.normal());
  }

  static SandboxHost open(ControlGroups groups, SearchPath programs, Patience patience) {
    Optional<Path> python = SearchPath.ofMachine().find("python3");
    if (python.isEmpty()) {
      SandboxHost host = new SandboxHost(groups, null, programs, patience);
      host.capabilities.complete(Facts.withoutPython(groups));
      return host;
    }
    SpawnerProcess spawner = SpawnerProcess.start(python.get(), groups.directories());
    SandboxHost host = new SandboxHost(groups, spawner, programs, patience);
    spawner.serve(new Doorway(host));
    spawner.onExit(problem -> host.capabilities.complete(Facts.ofBrokenSpawner(groups, problem)));
    return host;
  }

  /// What the machine offers; waits until that is known.
  public SandboxCapabilities capabilities() {
    try {
      return capabilities.get(MAKE_NS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted while waiting for the spawner", e);
    } catch (ExecutionException | TimeoutException e) {
      return Facts.ofBrokenSpawner(groups, "it did not answer within 30 s");
    }
  }

  Patience patience() {
    return patience;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  boolean limitsMemory() {
    return groups.has("memory");
  }

  boolean limitsProcesses() {
    return groups.has("pids");
  }

  /// Refuses a function that can't be kept here as it was deployed.
  public void require(FunctionSpec function) throws WorkerStartException {
    require(function.isolation(), function.tenant());
    if (!function.network().isEmpty()) {
      WayOut.require();
    }
  }

  /// Refuses what the machine can't do, or what would let tenants see each other.
  public void require(Isolation isolation, String tenant) throws WorkerStartException {
    SandboxCapabilities offered = capabilities();
    String missing =
        switch (isolation) {
          case NAMESPACES -> "namespaces";
          case PROCESS -> "python3";
          case WASM -> "wasm in a process";
          case BUBBLEWRAP, RUNC, CRUN, GVISOR -> isolation.text();
        };
    if (!offered.has(missing)) {
      throw WorkerStartException.ofMachine(
          "isolation " + isolation.text() + " is not possible: " + offered.reason(missing));
    }
    if (isolation == Isolation.PROCESS) {
      claimProcessIsolation(tenant);
    }
    Optional<ContainerRuntime> runtime = ContainerRuntime.of(isolation);
    if (runtime.isPresent()) {
      requireThatWorks(runtime.get(), tenant);
    }
  }

  /// Installed is not enough: kernels and what a machine runs in may refuse what a runtime needs.
  private void requireThatWorks(ContainerRuntime runtime, String tenant)
      throws WorkerStartException {
    Optional<String> problem =
        probes.problem(runtime.isolation(), () -> ContainerProbe.problem(this, runtime, tenant));
    if (problem.isPresent()) {
      throw WorkerStartException.ofMachine(
          "isolation "
              + runtime.isolation().text()
              + " is not possible: "
              + runtime.program()
              + " is installed but can't make a container on this machine: "
              + problem.get());
    }
  }

  /// Plain processes see each other's files, so only one tenant of a node may have them.
  public void claimProcessIsolation(String tenant) throws WorkerStartException {
    @Nullable String holder = processTenant.get();
    if (holder == null && processTenant.compareAndSet(null, tenant)) {
      return;
    }
    if (!tenant.equals(processTenant.get())) {
      throw WorkerStartException.ofMachine(
          "isolation process is refused for tenant "
              + tenant
              + ": another tenant of this node uses it, and plain processes can see each other;"
              + " deploy with --isolation namespaces");
    }
  }

  /// A blank sandbox for a tenant. Zygotes load nothing of a function's dependencies: that would
  /// run a tenant's code with the rights that make sandboxes.
  Blank blank(Breed breed) throws WorkerStartException {
    try {
      return take(breed);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw WorkerStartException.ofPlatform(
          "no sandbox for " + breed.key() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while starting a sandbox: " + breed.key());
    }
  }

  /// A zygote can retire or be killed just when it is wanted; then a new one is.
  private Blank take(Breed breed)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Zygote zygote = zygote(breed);
    try {
      return zygote.take(MAKE_NS);
    } catch (IOException e) {
      if (!zygote.isDead()) {
        throw e;
      }
      zygotes.forget(zygote);
      return zygote(breed).take(MAKE_NS);
    }
  }

  private Zygote zygote(Breed breed)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    capabilities();
    return zygotes.get(breed, spawner);
  }

  /// Runs a command of the platform in a sandbox; the caller has asked for `namespaces` first.
  public Commanded run(SandboxCommand command, LogSink logs) throws WorkerStartException {
    Breed breed = new Breed(command.tenant(), Isolation.NAMESPACES, command.view().network());
    Blank blank = blank(breed);
    try {
      Sandbox.Terms terms = new Sandbox.Terms(command.view().memoryBytes(), logs);
      Sandbox sandbox = Sandbox.of(this, blank, terms, command.order(!limitsProcesses()));
      sandbox.hasStartedProcesses();
      return new Commanded(sandbox, blank.pid(), sandbox.channel());
    } catch (IOException e) {
      blank.discard();
      throw WorkerStartException.ofPlatform(
          "a sandbox for " + command + " could not be used: " + e.getMessage());
    }
  }

  /// A command that was started.
  ///
  /// @param pid as this machine counts
  /// @param input its standard input
  public record Commanded(SandboxProcess process, int pid, WritableByteChannel input) {}

  /// Opens the Runtime API for a sandbox whose process is there and whose function is not.
  @FunctionalInterface
  public interface Door {
    /// @return `host:port` as the sandbox sees it, or the path of a Unix-domain socket that is
    ///   shown to the sandbox and that a relay in it carries connections to
    String open(int pid) throws IOException;
  }

  /// Runs a `bootstrap` from the code's root, or the command of an image, in a sandbox.
  ///
  /// @param extensions programs beside it, paths below the code's root
  public Launched launchBootstrap(WorkerSpec spec, List<String> extensions, Door door)
      throws WorkerStartException {
    FunctionSpec function = spec.function();
    Blank blank = blank(Breed.of(function.isolation(), function.tenant()));
    try {
      String address = door.open(blank.pid());
      SandboxOrder order =
          function.isolation().isContainer()
              ? SandboxOrder.served(this, spec, address.startsWith("/") ? RELAY : address)
              : SandboxOrder.provided(this, spec, extensions);
      Sandbox sandbox = Sandbox.of(this, blank, spec, order.api(address).bytes(blank));
      sandbox.hasStartedProcesses();
      return launched(sandbox, spec);
    } catch (IOException e) {
      blank.discard();
      throw WorkerStartException.ofPlatform(
          "a sandbox for " + function.id() + " could not be used: " + e.getMessage());
    } finally {
      blank.zygote().refill();
    }
  }

  private static Launched launched(Sandbox sandbox, WorkerSpec spec)
      throws IOException, WorkerStartException {
    Frames frames = new Frames(sandbox.channel());
    Frames.Frame frame = frames.read();
    if (frame.type() == 'R') {
      return new Launched(new Crew(sandbox, frames), frame.body().getLong());
    }
    sandbox.stop(Duration.ZERO);
    throw WorkerStartException.ofFunction(
        "the bootstrap of " + spec.function().id() + " can't be started: " + frame.text(),
        frame.text().getBytes(UTF_8));
  }

  /// A bootstrap that was started.
  ///
  /// @param isolatedNs when its sandbox was complete, on the monotonic clock
  public record Launched(Crew crew, long isolatedNs) {}

  /// Where sockets for sandboxes may be made: nobody else can reach them, and the path is short.
  public Path socketDirectory() {
    SpawnerProcess process = spawner;
    if (process == null) {
      throw new SandboxException("python3 is missing; install the package python3");
    }
    return process.runDirectory();
  }

  /// The program of a container runtime that this machine was found to have.
  String program(ContainerRuntime runtime) {
    return programs.findShown(runtime.program()).map(Path::toString).orElse(runtime.program());
  }

  /// What a Python function's own interpreter loads, where no warmed one can be.
  Path pythonShims() {
    return socketDirectory().resolve(SpawnerProcess.PYTHON);
  }

  /// A worker whose handler a warmed interpreter runs.
  public Worker startPython(WorkerSpec spec, Optional<Path> dependencies)
      throws WorkerStartException {
    long startNs = System.nanoTime();
    if (spec.function().isolation().isContainer()) {
      return load(spec, SandboxOrder.pythonProgram(this, spec, dependencies), startNs, true);
    }
    return load(spec, SandboxOrder.python(this, spec, dependencies), startNs, false);
  }

  /// A worker whose handler the runtime of a language runs.
  public Worker start(WorkerSpec spec, Program program) throws WorkerStartException {
    long startNs = System.nanoTime();
    return load(spec, SandboxOrder.program(this, spec, program), startNs, true);
  }

  private Worker load(WorkerSpec spec, SandboxOrder order, long startNs, boolean hasChildren)
      throws WorkerStartException {
    FunctionSpec function = spec.function();
    require(function);
    Blank blank = blank(Breed.of(function.isolation(), function.tenant()));
    try {
      Sandbox sandbox = Sandbox.of(this, blank, spec, order.bytes(blank));
      if (hasChildren) {
        sandbox.mayStartProcesses();
      }
      return FrameWorker.load(sandbox, spec, startNs);
    } catch (IOException e) {
      blank.discard();
      throw WorkerStartException.ofPlatform(
          "a sandbox for " + function.id() + " could not be used: " + e.getMessage());
    } finally {
      blank.zygote().refill();
    }
  }

  /// Warms the zygote of a tenant.
  public void warmBootstraps(WorkerSpec spec) throws WorkerStartException {
    warm(spec.function().isolation(), spec.function().tenant());
  }

  /// Warms the zygote and has a first blank made.
  public void warm(Isolation isolation, String tenant) throws WorkerStartException {
    Breed breed = Breed.of(isolation, tenant);
    try {
      zygote(breed).refill();
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw WorkerStartException.ofPlatform("no zygote for " + breed.key() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while starting a zygote: " + breed.key());
    }
  }

  /// The order for one more blank; it is expected from now on.
  String nextOrder(Zygote zygote) {
    int id = ids.incrementAndGet();
    int uid = SandboxUsers.next();
    births.put(id, new Birth(zygote, id, uid));
    return "{\"do\":\"fork\",\"id\":" + id + ",\"uid\":" + uid + "}";
  }

  void spawnerIsUp(Frames frames, String facts) {
    SpawnerProcess process = spawner;
    if (process != null) {
      process.connected(frames);
    }
    capabilities.complete(Facts.of(groups, programs, facts));
  }

  Zygote zygoteIsUp(Frames frames, String key) throws IOException {
    Zygote zygote = zygotes.up(frames, key);
    watchdog.add(zygote);
    return zygote;
  }

  void zygoteFailed(String key, String problem) {
    zygotes.failed(key, problem);
  }

  void forget(Zygote zygote) {
    watchdog.remove(zygote);
    zygotes.forget(zygote);
  }

  /// The kernel has ended its sandboxes with it.
  void zygoteEnded(Zygote zygote) {
    forget(zygote);
    zygote.end("it ended");
    for (Sandbox sandbox : List.copyOf(living.values())) {
      if (sandbox.isOf(zygote) && living.remove(sandbox.id(), sandbox)) {
        sandbox.ended(-Signals.KILL);
      }
    }
  }

  boolean hasSandboxOf(Zygote zygote) {
    return living.values().stream().anyMatch(sandbox -> sandbox.isOf(zygote));
  }

  int zygoteCount() {
    return zygotes.count();
  }

  @Nullable Birth birth(int id) {
    return births.get(id);
  }

  /// Both connections of a blank are there: it gets its control group and can be taken.
  void bornIfComplete(Birth birth) {
    if (!birth.isComplete() || births.remove(birth.id()) == null) {
      return;
    }
    try {
      ControlGroup group = groups.create("s" + birth.id());
      group.attach(birth.pid());
      birth.zygote().born(birth.blank(group));
    } catch (IOException e) {
      birth.zygote().stillborn(String.valueOf(e.getMessage()));
      birth.zygote().kill(birth.id(), Signals.KILL);
    }
  }

  void stillborn(int id, String problem) {
    Birth birth = births.remove(id);
    if (birth != null) {
      birth.zygote().stillborn(problem);
    }
  }

  void enter(Sandbox sandbox) {
    living.put(sandbox.id(), sandbox);
  }

  /// A sandbox's process has ended.
  void ended(Zygote zygote, int id, int status) {
    Sandbox sandbox = living.remove(id);
    if (sandbox != null) {
      sandbox.ended(status);
    } else {
      zygote.lost(id);
      stillborn(id, "it ended at birth with status " + status);
    }
  }

  @Override
  public void close() {
    List<Sandbox> left = new ArrayList<>(living.values());
    left.forEach(sandbox -> sandbox.stop(Duration.ZERO));
    zygotes.end("the platform stops");
    watchdog.close();
    if (spawner != null) {
      spawner.close();
    }
    groups.remove();
  }
}
