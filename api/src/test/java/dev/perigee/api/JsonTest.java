package dev.perigee.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void writesWhatItReads() {
    String text =
        "{\"a\":[1,2.50,-3e2],\"b\":{\"c\":null,\"d\":true,\"e\":\"\\u00e9\\\"\"},\"f\":[]}";
    Object value = Json.read(text.getBytes(UTF_8));

    Object again = Json.read(Json.bytes(json -> Json.write(json, value)));
    assertThat(again).isEqualTo(value);
  }

  @Test
  void keepsEveryDigit() {
    byte[] number = "0.1234567890123456789012345".getBytes(UTF_8);

    assertThat(Json.text(json -> Json.write(json, Json.read(number))))
        .isEqualTo("0.1234567890123456789012345");
  }

  @Test
  void saysWhereADocumentIsBroken() {
    assertThatThrownBy(() -> Json.read("{\"a\":\n 1,, }".getBytes(UTF_8)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> Json.read("{} {}".getBytes(UTF_8)))
        .hasMessageContaining("behind the end");
    assertThatThrownBy(() -> Json.read(new byte[0])).hasMessageContaining("empty");
    assertThatThrownBy(() -> Json.readObject("[]".getBytes(UTF_8))).hasMessageContaining("object");
    assertThatThrownBy(() -> Json.read("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
        .isInstanceOf(WireException.class);
  }

  @Test
  void readsTheDeploymentThatItWrites() throws Exception {
    DeployRequest request =
        new DeployRequest(
            "python3.12",
            "a.b",
            OptionalInt.of(512),
            OptionalLong.of(1_500),
            "process",
            OptionalInt.of(7),
            Map.of("K", "V=1"),
            new byte[] {1, 2, 3});

    DeployRequest read = DeployRequest.read(new ByteArrayInputStream(Json.bytes(request)));
    assertThat(read).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void findsTheProblemsInAnyErrorAnswer() {
    byte[] problem = Json.bytes(new Problem("invalid", "Invalid", 400, List.of("a", "b")));

    assertThat(Problem.problemsIn(problem, 400)).containsExactly("a", "b");
    assertThat(Problem.problemsIn("{\"Message\":\"gone\"}".getBytes(UTF_8), 404))
        .containsExactly("gone");
    assertThat(Problem.problemsIn("<html>".getBytes(UTF_8), 502))
        .containsExactly("the server answered with status 502");
  }
}
