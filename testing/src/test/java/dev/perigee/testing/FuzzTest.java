package dev.perigee.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzTest {
  @Test
  void countsWhatIsTakenAndWhatIsRefused() {
    Fuzz.Result result =
        Fuzz.of("12", "345")
            .refusing(NumberFormatException.class)
            .run(input ->
                Integer.parseInt(new String(input, java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  @Test
  void showsAnInputThatIsNeitherTakenNorRefused() {
    assertThatThrownBy(() ->
            Fuzz.of(new byte[] {1, 2, 3, 4})
                .refusing(NumberFormatException.class)
                .run(input -> ByteBuffer.wrap(input).getInt()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("BufferUnderflowException")
        .hasMessageContaining("base64");
  }

  @Test
  void makesTheSameInputsEveryTime() {
    assertThat(inputs()).containsExactlyElementsOf(inputs());
  }

  private static List<byte[]> inputs() {
    List<byte[]> inputs = new ArrayList<>();
    var _ = Fuzz.of("{\"a\": [1, 2]}").run(inputs::add);
    return inputs;
  }
}
