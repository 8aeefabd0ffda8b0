package dev.perigee.runtime.lambda.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import org.junit.jupiter.api.Test;

/// Whatever an extension subscribes to.
class SubscriptionFuzzTest {
  @Test
  void readsOrRefusesEverySubscription() {
    Fuzz.Result result =
        Fuzz.of(
                "{\"schemaVersion\": \"2022-07-01\", \"types\": [\"platform\", \"function\"],"
                    + " \"buffering\": {\"maxItems\": 1000, \"maxBytes\": 262144, \"timeoutMs\":"
                    + " 100}, \"destination\": {\"protocol\": \"HTTP\", \"URI\":"
                    + " \"http://sandbox.localdomain:8080\"}}")
            .refusing(Refused.class)
            .run(Subscription::of);

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }
}
