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

/// Who may come in, and by what the platform shows who it is.
record FrontDoor(Sessions sessions, Gate gate, Optional<ServerCertificate> certificate) {
  private static final long LOOK_MS = 10_000;

  static FrontDoor of(LivePlatform.Options options, AccountBook accounts, Clock clock) {
    Sessions sessions =
        new Sessions(
            options.administrator().keys(accounts, accounts::holder), clock, options.report());
    RateToll toll = new RateToll(tenant -> accounts.quota(tenant).requestsPerS(), clock);
    return new FrontDoor(sessions, sessions.gate(toll), options.certificate());
  }

  /// Takes a certificate when it is renewed.
  void watch(Rounds rounds) {
    rounds.later(LOOK_MS, () -> certificate.ifPresent(ServerCertificate::look));
  }

  Optional<Instant> certificateGoodUntil() {
    return certificate.map(ServerCertificate::goodUntil);
  }

  Door at(String host, int port) {
    return Door.of(host, port, sessions).behind(gate).with(certificate);
  }
}
