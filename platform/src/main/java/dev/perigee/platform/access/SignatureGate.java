package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/// Lets in who signs as AWS clients do, with a key that is known.
public final class SignatureGate implements Gate {
  private static final String SERVICE = "lambda";
  private static final long NS_PER_S = 1_000_000_000L;

  private final SignatureCheck check;
  private final Clock clock;

  /// @param toll what may refuse who was let in
  public SignatureGate(Credentials credentials, Clock clock, Consumer<Caller> toll) {
    this.check = new SignatureCheck(credentials, SERVICE, new SigningKeys(), toll);
    this.clock = clock;
  }

  @Override
  public Caller admit(AccessRequest request) {
    long utcNs = clock.utcNs();
    Instant now = Instant.ofEpochSecond(utcNs / NS_PER_S, utcNs % NS_PER_S);
    return check.require(request, now).caller();
  }
}
