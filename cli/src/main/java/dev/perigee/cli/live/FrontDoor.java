package dev.perigee.cli.live;

import dev.perigee.platform.access.Gate;
import dev.perigee.platform.access.RateToll;
import dev.perigee.platform.access.Sessions;
import dev.perigee.platform.account.AccountBook;
import dev.perigee.platform.http.Door;
import dev.perigee.platform.tls.ServerCertificate;
import dev.perigee.world.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Who may come in, and by what the platform shows who it is.
record FrontDoor(Sessions sessions, Gate gate, Optional<ServerCertificate> certificate) {
  private static final long LOOK_S = 10;

  static FrontDoor of(LivePlatform.Options options, AccountBook accounts, Clock clock) {
    Sessions sessions =
        new Sessions(
            options.administrator().keys(accounts, accounts::holder), clock, options.report());
    RateToll toll = new RateToll(tenant -> accounts.quota(tenant).requestsPerS(), clock);
    return new FrontDoor(sessions, sessions.gate(toll), options.certificate());
  }

  /// Takes a certificate when it is renewed.
  void watch(ScheduledExecutorService timers, Executor threads, Consumer<String> report) {
    Runnable look = new Guarded(() -> certificate.ifPresent(ServerCertificate::look), report);
    var _ =
        timers.scheduleWithFixedDelay(
            () -> threads.execute(look), LOOK_S, LOOK_S, TimeUnit.SECONDS);
  }

  Optional<Instant> certificateGoodUntil() {
    return certificate.map(ServerCertificate::goodUntil);
  }

  Door at(String host, int port) {
    return Door.of(host, port, sessions).behind(gate).with(certificate);
  }
}
