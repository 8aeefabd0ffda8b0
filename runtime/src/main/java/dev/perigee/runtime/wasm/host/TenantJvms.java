package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import dev.perigee.runtime.wasm.engine.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs modules in one JVM per tenant. A JVM that dies is replaced when its tenant next needs one;
/// one that has held no program for a while is stopped.
public final class TenantJvms implements ProgramHost {
  private static final Duration IDLE_CHECK = Duration.ofMinutes(1);

  private final HostSettings settings;
  private final JvmLauncher launcher;
  private final Path sockets;
  private final Watchdog watchdog = new Watchdog();
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wasm-jvm-sweeper").factory());

  /// @param host of the node, closed by who opened it; it puts the JVMs into sandboxes
  public TenantJvms(HostSettings settings, SandboxHost host) throws IOException {
    this.settings = settings;
    this.launcher = new JvmLauncher(settings, host);
    // Only its owner can enter this folder, so only the platform's user can connect.
    this.sockets = Files.createTempDirectory("perigee-wasm-");
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::stopIdle, IDLE_CHECK.toSeconds(), IDLE_CHECK.toSeconds(), TimeUnit.SECONDS);
  }

  /// The JVM of one tenant, and the lock under which it is replaced.
  private final class Tenant {
    private final String name;
    private WorkerJvm jvm;

    private Tenant(String name) throws IOException {
      this.name = name;
      this.jvm = launch();
    }

    private synchronized WorkerJvm live() throws IOException {
      if (!jvm.isAlive()) {
        jvm.close();
        jvm = launch();
      }
      return jvm;
    }

    private WorkerJvm launch() throws IOException {
      return new WorkerJvm(JvmProcess.launch(launcher, name, sockets), settings, watchdog);
    }

    private synchronized void stopIdle() {
      if (jvm.isAlive() && jvm.idleNs() > settings.idleStop().toNanos()) {
        jvm.close();
      }
    }
  }

  private WorkerJvm jvmOf(String tenant) throws IOException {
    Tenant found = tenants.get(tenant);
    if (found == null) {
      found = firstJvmOf(tenant);
    }
    return found.live();
  }

  private synchronized Tenant firstJvmOf(String tenant) throws IOException {
    Tenant found = tenants.get(tenant);
    if (found == null) {
      found = new Tenant(tenant);
      tenants.put(tenant, found);
    }
    return found;
  }

  @Override
  public Compiled compile(String tenant, byte[] module) throws ModuleException, IOException {
    return jvmOf(tenant).compile(module);
  }

  @Override
  public WasmProgram load(String tenant, Path artefact, ProgramSpec spec)
      throws ModuleException, IOException {
    return jvmOf(tenant).load(artefact, spec);
  }

  /// Process ids of the JVMs that run now, by tenant.
  public Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    tenants.forEach((name, tenant) -> {
      synchronized (tenant) {
        if (tenant.jvm.isAlive()) {
          pids.put(name, tenant.jvm.pid());
        }
      }
    });
    return pids;
  }

  private void stopIdle() {
    tenants.values().forEach(Tenant::stopIdle);
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    for (Tenant tenant : tenants.values()) {
      synchronized (tenant) {
        tenant.jvm.close();
      }
    }
    watchdog.close();
    try {
      Files.deleteIfExists(sockets);
    } catch (IOException e) {
      System.getLogger(TenantJvms.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "folder {0} can''t be deleted: {1}",
              sockets,
              e.toString());
    }
  }
}
