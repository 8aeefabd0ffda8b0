package dev.perigee.platform.http;

import dev.perigee.platform.access.Gate;
import dev.perigee.platform.access.HostNames;
import dev.perigee.platform.access.KeyRing;
import dev.perigee.platform.access.Sessions;
import dev.perigee.platform.tls.ServerCertificate;
import dev.perigee.world.Clock;
import java.util.Optional;
import java.util.Set;

/// Where the front door is, and who may come in.
///
/// @param port 0 for any that is free
/// @param gate stands before all routes but those that are for everybody
/// @param hosts under which names requests are taken
/// @param certificate empty for plain HTTP
/// @param limits what clients may keep open
public record Door(
    String host,
    int port,
    Gate gate,
    Sessions sessions,
    HostNames hosts,
    Optional<ServerCertificate> certificate,
    ConnectionLimits limits) {

  /// A door that asks nobody for a key.
  public static Door open(String host, int port) {
    return of(host, port, new Sessions(KeyRing.NONE, new NoTime(), _ -> {}));
  }

  /// A door for who has a key or is logged in.
  public static Door of(String host, int port, Sessions sessions) {
    return new Door(
        host,
        port,
        sessions.gate(),
        sessions,
        HostNames.of(sessions.mode(), host, Set.of()),
        Optional.empty(),
        ConnectionLimits.ofProcess());
  }

  /// With another gate.
  public Door behind(Gate newGate) {
    return new Door(host, port, newGate, sessions, hosts, certificate, limits);
  }

  /// Also taking requests under more names.
  public Door named(Set<String> more) {
    return new Door(
        host, port, gate, sessions, HostNames.of(sessions.mode(), host, more), certificate, limits);
  }

  /// Over TLS, if there is a certificate.
  public Door with(Optional<ServerCertificate> newCertificate) {
    return new Door(host, port, gate, sessions, hosts, newCertificate, limits);
  }

  /// With other limits.
  public Door limited(ConnectionLimits newLimits) {
    return new Door(host, port, gate, sessions, hosts, certificate, newLimits);
  }

  /// Nobody logs in where nobody is asked for a key.
  private record NoTime() implements Clock {
    @Override
    public long utcNs() {
      return 0;
    }

    @Override
    public long monoNs() {
      return 0;
    }
  }
}
