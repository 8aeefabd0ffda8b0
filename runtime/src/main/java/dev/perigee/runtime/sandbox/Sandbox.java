package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.egress.EgressProxy;
import dev.perigee.runtime.worker.LogSink;
import dev.perigee.runtime.worker.WorkerSpec;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A sandbox that has become a function's: its life, its limits and its meters.
final class Sandbox implements SandboxProcess {
  /// How long the report of a process's end may come after the end of its connection.
  private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(2);

  /// How long what a process said last may take to be read after its end.
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private static final int PROCESSES_MAX = 512;
  private static final int FREEZE_ROUNDS = 10;
  private static final int PAGE_BYTES = 4096;

  private final SandboxHost host;
  private final Blank blank;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final Thread logs;
  private final Optional<EgressProxy> egress;
  private volatile boolean frozen;
  private volatile long lastCpuNs;
  private volatile long childrenBaseNs;
  private volatile boolean hasChildren;

  private Sandbox(SandboxHost host, Blank blank, Thread logs, Optional<EgressProxy> egress) {
    this.host = host;
    this.blank = blank;
    this.logs = logs;
    this.egress = egress;
  }

  /// Makes a blank the function's: limits first, then the order.
  static Sandbox of(SandboxHost host, Blank blank, WorkerSpec spec, byte[] order)
      throws IOException {
    Optional<EgressProxy> egress = WayOut.open(spec, blank.pid());
    try {
      long memoryBytes = spec.function().memoryMb() * 1024L * 1024L;
      return of(host, blank, new Terms(memoryBytes, spec.logs(), egress), order);
    } catch (IOException e) {
      egress.ifPresent(EgressProxy::close);
      throw e;
    }
  }

  /// What a sandbox may use, and where its output goes.
  record Terms(long memoryBytes, LogSink logs, Optional<EgressProxy> egress) {
    /// Without a way out.
    Terms(long memoryBytes, LogSink logs) {
      this(memoryBytes, logs, Optional.empty());
    }
  }

  static Sandbox of(SandboxHost host, Blank blank, Terms terms, byte[] order) throws IOException {
    blank.group().limit(new ControlGroup.Limits(terms.memoryBytes(), PROCESSES_MAX));
    Sandbox sandbox =
        new Sandbox(host, blank, LogPump.start(blank.log(), terms.logs()), terms.egress());
    host.enter(sandbox);
    new Frames(blank.main()).write('a', order);
    return sandbox;
  }

  int id() {
    return blank.id();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return status;
  }

  SocketChannel channel() {
    return blank.main();
  }

  void ended(int exitStatus) {
    if (status.complete(exitStatus)) {
      egress.ifPresent(EgressProxy::close);
      Thread.ofVirtual().start(blank.group()::remove);
      Thread.ofVirtual().start(this::closeAfterLastWords);
    }
  }

  /// The report of the end can overtake what the process said last, such as why its code can't be
  /// loaded. Who reads that meets the end of the connection by himself, unless a descendant that
  /// outlived the process holds it open.
  private void closeAfterLastWords() {
    try {
      Thread.sleep(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Blank.closeQuietly(blank.main());
  }

  /// Exit code of the sandbox's process or minus its signal; waits for the report a short while.
  @Override
  public int exitStatus() {
    try {
      return status.get(REPORT_NS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -Signals.KILL;
    } catch (ExecutionException | TimeoutException e) {
      kill();
      return -Signals.KILL;
    }
  }

  /// Waits until what the function wrote before its end was told.
  @Override
  public void awaitLogs() {
    try {
      logs.join(Duration.ofMillis(200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isAlive() {
    return !status.isDone();
  }

  @Override
  public void kill() {
    if (isAlive()) {
      // A process's clock ends with it.
      var _ = ownCpuNs();
      blank.zygote().kill(blank.id(), Signals.KILL);
      thaw();
    }
  }

  @Override
  public void stop(Duration grace) {
    if (isAlive() && !grace.isZero() && !grace.isNegative()) {
      thaw();
      blank.zygote().kill(blank.id(), Signals.TERM);
      await(grace);
    }
    if (isAlive()) {
      kill();
      await(Duration.ofSeconds(5));
    }
    Blank.closeQuietly(blank.main());
  }

  private void await(Duration time) {
    try {
      status.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      return;
    }
  }

  @Override
  public void freeze() {
    if (!blank.group().freeze()) {
      stopAll();
    }
    frozen = true;
  }

  @Override
  public void thaw() {
    if (frozen) {
      frozen = false;
      if (!blank.group().thaw()) {
        inside().forEach(process -> Signals.send((int) process.pid(), Signals.CONT));
      }
    }
  }

  /// Without a freezer each process is stopped by a signal, until none is left that was not: one
  /// that still ran may have started another.
  private void stopAll() {
    Set<Long> stopped = new HashSet<>();
    for (int round = 0; round < FREEZE_ROUNDS; round++) {
      List<ProcessHandle> fresh = inside().filter(process -> stopped.add(process.pid())).toList();
      if (fresh.isEmpty()) {
        return;
      }
      fresh.forEach(process -> Signals.send((int) process.pid(), Signals.STOP));
    }
  }

  /// The worker and what it started. Orphans belong to the first process of the namespace, which
  /// itself only waits.
  private Stream<ProcessHandle> inside() {
    Optional<ProcessHandle> worker = ProcessHandle.of(blank.pid());
    if (!blank.zygote().breed().isolated()) {
      return Stream.concat(worker.stream(), worker.stream().flatMap(ProcessHandle::descendants));
    }
    return worker.flatMap(ProcessHandle::parent).stream().flatMap(ProcessHandle::descendants);
  }

  @Override
  public void limitCpu(int cpuMilli) throws IOException {
    blank.group().limitCpu(cpuMilli);
  }

  /// The process has started others, so its own clock no longer shows all.
  void hasStartedProcesses() {
    hasChildren = true;
  }

  /// Nobody tells when it does, so its group's meter counts where there is one.
  void mayStartProcesses() {
    hasChildren = blank.group().cpuNs() >= 0;
  }

  /// From here on the group's time beyond the process's own is that of other processes.
  void startMetering() {
    long groupNs = blank.group().cpuNs();
    childrenBaseNs = groupNs < 0 ? 0 : groupNs - ownCpuNs();
  }

  @Override
  public long cpuNs() {
    long ownNs = ownCpuNs();
    if (!hasChildren) {
      return ownNs;
    }
    long groupNs = blank.group().cpuNs();
    return groupNs < 0 ? ownNs + descendantsCpuNs() : Math.max(ownNs, groupNs - childrenBaseNs);
  }

  /// Where no group meters: what the living descendants have used.
  private long descendantsCpuNs() {
    return ProcessHandle.of(blank.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .mapToLong(process -> Math.max(CpuClock.ofProcessNs((int) process.pid()), 0))
        .sum();
  }

  private long ownCpuNs() {
    long ns = CpuClock.ofProcessNs(blank.pid());
    if (ns >= 0) {
      lastCpuNs = ns;
    }
    return lastCpuNs;
  }

  @Override
  public long memoryBytes() {
    long bytes = blank.group().memoryBytes();
    return bytes >= 0 ? bytes : privateBytes();
  }

  /// Resident pages that no file backs, from the process's own figures.
  private long privateBytes() {
    try {
      String[] pages =
          Files.readString(Path.of("/proc", Integer.toString(blank.pid()), "statm")).split(" ");
      return (Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * PAGE_BYTES;
    } catch (IOException gone) {
      return 0;
    }
  }

  @Override
  public long takeEgressBytes() {
    return egress.isEmpty() ? 0 : egress.get().takeSentBytes();
  }

  boolean isOf(Zygote zygote) {
    return blank.zygote() == zygote;
  }

  SandboxHost host() {
    return host;
  }
}
