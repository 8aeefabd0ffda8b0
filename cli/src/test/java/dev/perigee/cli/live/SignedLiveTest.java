package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.world.Clock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/// A platform that lets in only who signs with a key it knows.
class SignedLiveTest {
  private static final FirstAdministrator KEYS =
      new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(10);

  @TempDir Path data;

  @Test
  void theRightKeyComesInAndNoOther() {
    try (LiveServer server =
            new LiveServer(data, KEEP_ALIVE, LedgerRetention.FOREVER, new SystemClock(), KEYS);
        LambdaClient right = AwsClientLiveTest.client(server.port(), "secret");
        LambdaClient wrong = AwsClientLiveTest.client(server.port(), "forged")) {
      assertThat(right.listFunctions().functions()).isEmpty();
      assertThatThrownBy(wrong::listFunctions)
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("The request signature we calculated does not match");
      assertThatThrownBy(() -> wrong.invoke(request -> request.functionName("f")))
          .hasMessageContaining("The request signature we calculated does not match");
      var unsigned = server.client().get("/2015-03-31/functions");
      assertThat(unsigned.statusCode()).isEqualTo(403);
      assertThat(LiveClient.header(unsigned, "x-amzn-ErrorType"))
          .isEqualTo("MissingAuthenticationTokenException");
    }
  }

  @Test
  void aClockThatIsFarOffIsToldSo() {
    Clock ahead = new Ahead(new SystemClock(), Duration.ofMinutes(30));
    try (LiveServer server =
            new LiveServer(data, KEEP_ALIVE, LedgerRetention.FOREVER, ahead, KEYS);
        LambdaClient client = AwsClientLiveTest.client(server.port(), "secret")) {
      assertThatThrownBy(client::listFunctions)
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("Signature expired: ")
          .hasMessageContaining(" - 5 min.)");
    }
  }

  /// A clock that goes ahead of another.
  private record Ahead(Clock clock, Duration by) implements Clock {

    @Override
    public long utcNs() {
      return clock.utcNs() + by.toNanos();
    }

    @Override
    public long monoNs() {
      return clock.monoNs();
    }
  }
}
