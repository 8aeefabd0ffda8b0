package dev.perigee.cli;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.http.ConnectionLimits;
import dev.perigee.platform.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of a platform that is started here.
final class PlatformOptions {
  private static final int PORT_MAX = 65_535;
  private static final int TENANT_USD_MAX = 1_000_000;
  private static final int RETENTION_DAYS_MAX = 36_500;
  private static final double S_PER_DAY = 86_400;

  @Option(
      names = "--port",
      paramLabel = "P",
      description =
          "Port of everything; 0: any that is free; default: " + UpOptions.PORT_DEFAULT + ".")
  private int port = UpOptions.PORT_DEFAULT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on; default: " + UpOptions.HOST_DEFAULT + ".")
  private String host = UpOptions.HOST_DEFAULT;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of all that is kept.")
  private @Nullable Path data;

  @Option(
      names = "--keep-alive-s",
      paramLabel = "S",
      defaultValue = "600",
      description =
          "Idle seconds after which a sandbox is reclaimed; 0: right after each answer; default:"
              + " ${DEFAULT-VALUE}.")
  private double keepAliveS = 600;

  @Option(
      names = "--async-retry-base-s",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "About the pause before an event of a function that failed is tried again, the n-th time"
              + " n times as long; default: ${DEFAULT-VALUE}.")
  private double asyncRetryBaseS = 60;

  @Option(
      names = {"--nodes", "--continuum"},
      paramLabel = "FILE",
      description =
          "Scenario file whose nodes are started; default: three nodes that share this machine.")
  private @Nullable Path nodes;

  @Option(names = "--nodes-as-processes", description = "Run each node as a process of its own.")
  private boolean nodesAsProcesses;

  @Option(
      names = "--placement",
      paramLabel = "NAME",
      description = "Policy that places workers: first-fit or least-loaded.")
  private @Nullable String placement;

  @Option(
      names = "--ledger-retention-days",
      paramLabel = "D",
      description =
          "Days, also parts of one, after which lines of the ledger and decisions may go, in whole"
              + " files; default: they are kept for ever.")
  private @Nullable Double ledgerRetentionDays;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Price catalogue that invocations are billed by; default: list prices of AWS.")
  private @Nullable Path prices;

  @Option(
      names = "--tenant-usd-per-day",
      paramLabel = "USD",
      defaultValue = "100",
      description =
          "What a tenant may spend in any 24 hours if no cap was set for it; 0: anything; default:"
              + " ${DEFAULT-VALUE}.")
  private double tenantUsdPerDay = 100;

  @Option(
      names = "--trust-wasm",
      description = "Let WebAssembly run inside the platform's own process.")
  private boolean trustWasm;

  @Option(
      names = "--auth",
      paramLabel = "MODE",
      defaultValue = "none",
      description =
          "How callers show who they are: none; sigv4: signed, as AWS clients sign; keys: by an API"
              + " key. The first administrator's keys stand in PERIGEE_ACCESS_KEY_ID and"
              + " PERIGEE_SECRET_ACCESS_KEY, or in PERIGEE_API_KEY; default: ${DEFAULT-VALUE}.")
  private String auth = "none";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "PEM file of the server's certificate, then of those that signed it; all of the port is"
              + " HTTPS then. Taken anew when it changes.")
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file of the certificate's key, RSA or EC, not encrypted.")
  private @Nullable Path tlsKey;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Connections that may be open at once, beyond it 503; default: half of the files that the"
              + " process may open, at most 100,000.")
  private int connectionsMax;

  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      defaultValue = "0",
      description = "The same for each address of a client; default: any number.")
  private int connectionsPerAddress;

  @Option(
      names = "--trusted-host",
      paramLabel = "NAMES",
      defaultValue = "",
      description =
          "Names, with commas between, under which requests are taken beside those of this machine;"
              + " counts where nobody is asked for a key and --host is of this machine only.")
  private String trustedHosts = "";

  @Option(
      names = "--drain-s",
      paramLabel = "S",
      defaultValue = "7",
      description =
          "Seconds that what is under way may still take after SIGTERM; default: ${DEFAULT-VALUE}.")
  private double drainS = 7;

  @Mixin private TelemetryOptions telemetry;

  /// @param environment variables of the process, with the first administrator's keys
  /// @param dataDefault where data lies if no option says so
  /// @throws ParameterException if a value is out of its range
  UpOptions read(CommandSpec spec, Map<String, String> environment, Path dataDefault) {
    if (port < 0 || port > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--port is " + port + ": it has to be 0..65535");
    }
    if (!(keepAliveS >= 0 && keepAliveS <= 1e9)) {
      throw new ParameterException(
          spec.commandLine(), "--keep-alive-s is " + keepAliveS + ": it has to be 0 or more");
    }
    if (!(asyncRetryBaseS >= 0 && asyncRetryBaseS <= 86_400)) {
      throw new ParameterException(
          spec.commandLine(),
          "--async-retry-base-s is " + asyncRetryBaseS + ": it has to be 0..86400");
    }
    if (!(drainS >= 0 && drainS <= 3_600)) {
      throw new ParameterException(
          spec.commandLine(), "--drain-s is " + drainS + ": it has to be 0..3600");
    }
    if (ledgerRetentionDays != null
        && !(ledgerRetentionDays * S_PER_DAY >= 1 && ledgerRetentionDays <= RETENTION_DAYS_MAX)) {
      throw new ParameterException(
          spec.commandLine(),
          "--ledger-retention-days is %s: it has to be a second to %d; leave it out to keep all"
              .formatted(ledgerRetentionDays, RETENTION_DAYS_MAX));
    }
    if (!(tenantUsdPerDay >= 0 && tenantUsdPerDay <= TENANT_USD_MAX)) {
      throw new ParameterException(
          spec.commandLine(),
          "--tenant-usd-per-day is %s: it has to be 0..%d"
              .formatted(tenantUsdPerDay, TENANT_USD_MAX));
    }
    return new UpOptions(
        host,
        port,
        data == null ? dataDefault : data,
        Duration.ofNanos(Math.round(keepAliveS * 1e9)),
        Duration.ofNanos(Math.round(asyncRetryBaseS * 1e9)),
        Optional.ofNullable(nodes),
        nodesAsProcesses,
        Optional.ofNullable(placement),
        Optional.ofNullable(ledgerRetentionDays)
            .map(days -> Duration.ofSeconds(Math.round(days * S_PER_DAY))),
        Optional.ofNullable(prices),
        tenantCap(),
        telemetry.tracing(spec),
        Duration.ofNanos(Math.round(drainS * 1e9)),
        trustWasm,
        FirstAdministrator.in(environment, authMode(spec)),
        trusted(),
        certificate(spec),
        connections(spec),
        telemetry.log(spec),
        telemetry.recording());
  }

  private ConnectionLimits connections(CommandSpec spec) {
    ConnectionLimits limits = ConnectionLimits.ofProcess();
    if (connectionsMax < 0 || connectionsPerAddress < 0) {
      throw new ParameterException(
          spec.commandLine(), "--connections and --connections-per-address have to be 0 or more");
    }
    return limits.counts(connectionsMax, connectionsPerAddress);
  }

  private Optional<CertificateFiles> certificate(CommandSpec spec) {
    if (tlsCertificate == null && tlsKey == null) {
      return Optional.empty();
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw new ParameterException(
          spec.commandLine(), "TLS needs both --tls-cert FILE and --tls-key FILE");
    }
    return Optional.of(new CertificateFiles(tlsCertificate, tlsKey));
  }

  private Set<String> trusted() {
    return Arrays.stream(trustedHosts.toLowerCase(Locale.ROOT).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private AuthMode authMode(CommandSpec spec) {
    return Arrays.stream(AuthMode.values())
        .filter(mode -> mode.text().equals(auth))
        .findFirst()
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(), "--auth is '" + auth + "': it has to be none, sigv4 or keys"));
  }

  private Optional<Cap> tenantCap() {
    if (tenantUsdPerDay == 0) {
      return Optional.empty();
    }
    SortedMap<Amount, Long> limits = new TreeMap<>();
    limits.put(Amount.COST, Math.round(tenantUsdPerDay * 1e12));
    return Optional.of(new Cap(limits, Cap.WINDOW_NS_DEFAULT));
  }
}
