package dev.perigee.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Whatever is sent as the body of a request.
class RequestFuzzTest {
  @Test
  void readsOrRefusesEveryDeployment() {
    DeployRequest good =
        new DeployRequest(
            "python3",
            "app.handle",
            OptionalInt.of(128),
            OptionalLong.of(3_000),
            "namespaces",
            OptionalInt.of(5),
            Map.of("A", "b"),
            new byte[100]);

    Fuzz.Result result =
        Fuzz.of(Json.bytes(good))
            .refusing(WireException.class)
            .run(body -> DeployRequest.read(new ByteArrayInputStream(body)));

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  @Test
  void readsOrRefusesEveryObject() {
    Fuzz.Result result =
        Fuzz.of("{\"a\": [1, 2.5e-3, {\"b\": null}], \"c\": \"\\u00e9\", \"d\": true}")
            .refusing(WireException.class)
            .run(Json::readObject);

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  @Test
  void refusesNumbersThatNobodyCanReckonWith() {
    for (String number : new String[] {"1e40000000", "1e-40000000", "1e99999999999999999999"}) {
      byte[] body = ("{\"a\": " + number + "}").getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Json.readObject(body)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void readsOrRefusesEveryAlias() {
    Fuzz.Result result =
        Fuzz.of("{\"version\": \"1\", \"weights\": {\"2\": 0.1}, \"description\": \"x\"}")
            .refusing(WireException.class)
            .run(AliasRequest::read);

    assertThat(result.refused()).isPositive();
  }
}
