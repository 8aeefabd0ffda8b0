package dev.perigee.cli;

import dev.perigee.cli.show.PlatformLog;
import dev.perigee.engine.cap.Cap;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.http.ConnectionLimits;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.platform.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How a platform is started.
///
/// @param port 0 for any that is free
/// @param data folder of everything that is kept; made if it is not there
/// @param keepAlive idle time after which a sandbox is reclaimed; zero: right after each answer
/// @param asyncRetryBase about the pause before an event of a function that failed is tried again
/// @param nodes file that describes the nodes; empty for the built-in ones
/// @param nodesAsProcesses whether each node is an OS process
/// @param placement name of the placement policy; empty for the default one
/// @param ledgerKeep how long the ledger is kept; empty for ever
/// @param prices file of the price catalogue; empty for the built-in one
/// @param tenantCap what a tenant may use that was given no cap; empty: anything
/// @param tracing which invocations are traced, and who is told
/// @param drain how long what is under way may take when it is told to end
/// @param trustWasm whether WebAssembly may run inside the platform's own process
/// @param administrator who may always come in, and how callers show who they are
/// @param trustedHosts names that it goes by beside those of this machine
/// @param certificate of the server; empty for plain HTTP
/// @param connections what clients may keep open
/// @param log what the platform writes of itself
/// @param recording file that Java Flight Recorder writes into
record UpOptions(
    String host,
    int port,
    Path data,
    Duration keepAlive,
    Duration asyncRetryBase,
    Optional<Path> nodes,
    boolean nodesAsProcesses,
    Optional<String> placement,
    Optional<Duration> ledgerKeep,
    Optional<Path> prices,
    Optional<Cap> tenantCap,
    Tracing tracing,
    Duration drain,
    boolean trustWasm,
    FirstAdministrator administrator,
    Set<String> trustedHosts,
    Optional<CertificateFiles> certificate,
    ConnectionLimits connections,
    PlatformLog log,
    Optional<Path> recording) {
  static final String HOST_DEFAULT = "127.0.0.1";
  static final int PORT_DEFAULT = 8_080;
  static final Duration DRAIN_DEFAULT = Duration.ofSeconds(7);
}
