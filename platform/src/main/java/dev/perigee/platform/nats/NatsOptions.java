package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.NatsCredentials;
import dev.perigee.platform.trigger.NatsLogin;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Trigger;
import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How a server is connected to. A connection that is lost is made anew by the listener, so that
/// stream and consumer are looked for again.
final class NatsOptions {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PING = Duration.ofSeconds(20);

  private NatsOptions() {}

  static Options of(Trigger trigger, Source.Nats source, ErrorListener listener)
      throws GeneralSecurityException, IOException {
    Options.Builder builder =
        new Options.Builder()
            .server(source.server())
            .connectionName("perigee %s/%s".formatted(trigger.tenant(), trigger.name()))
            .connectionTimeout(TIMEOUT)
            .pingInterval(PING)
            .maxReconnects(0)
            .ignoreDiscoveredServers()
            .hostnameResolveMode(Options.HostnameResolveMode.Unresolved) // certificates name hosts
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .errorListener(listener);
    if (source.server().contains("tls://")) {
      builder.sslContext(NatsTrust.context(source.login().ca()));
    }
    return withLogin(builder, source.login()).build();
  }

  private static Options.Builder withLogin(Options.Builder builder, NatsLogin login) {
    if (!login.user().isEmpty()) {
      return builder.userInfo(login.user().toCharArray(), login.password().toCharArray());
    }
    return NatsCredentials.read(login.credentials())
        .map(credentials -> builder.authHandler(new Proof(credentials)))
        .orElse(builder);
  }

  private record Proof(NatsCredentials credentials) implements AuthHandler {
    @Override
    public byte[] sign(byte[] nonce) {
      return credentials.sign(nonce);
    }

    /// The token has it.
    @Override
    public char @Nullable [] getID() {
      return null;
    }

    @Override
    public char[] getJWT() {
      return credentials.token().toCharArray();
    }
  }

  /// Returns when the server has seen what was sent, or it takes too long.
  static void flush(Connection connection, Duration patience) throws InterruptedException {
    try {
      connection.flush(patience);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the server does not answer", e);
    }
  }
}
