package dev.perigee.platform.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | true",
        "{\"type\":[\"order\"]} | true",
        "{\"type\":[\"return\",\"order\"]} | true",
        "{\"type\":[\"return\"]} | false",
        "{\"type\":[{\"prefix\":\"or\"}]} | true",
        "{\"type\":[{\"suffix\":\"er\"}]} | true",
        "{\"type\":[{\"anything-but\":[\"order\"]}]} | false",
        "{\"type\":[{\"anything-but\":\"return\"}]} | true",
        "{\"none\":[{\"exists\":false}]} | true",
        "{\"none\":[{\"exists\":true}]} | false",
        "{\"none\":[null]} | false",
        "{\"data\":{\"n\":[{\"numeric\":[\">\",1,\"<=\",5]}]}} | true",
        "{\"data\":{\"n\":[{\"numeric\":[\">\",5]}]}} | false",
        "{\"data\":{\"n\":[5.0]}} | true",
        "{\"tags\":[\"b\"]} | true",
        "{\"type\":[\"order\"],\"tags\":[\"z\"]} | false"
      })
  void fitsAsAwsSaysItDoes(String pattern, boolean fits) {
    byte[] value = "{\"type\":\"order\",\"data\":{\"n\":5},\"tags\":[\"a\",\"b\"]}".getBytes(UTF_8);
    assertThat(Pattern.fits(pattern, Json.read(value))).isEqualTo(fits);
  }

  @Test
  void saysWhatIsNoPattern() {
    for (String pattern : new String[] {"", "[]", "{\"a\":1}", "{\"a\":{\"b\":\"x\"}}"}) {
      assertThatThrownBy(() -> Pattern.require(pattern)).isInstanceOf(WireException.class);
    }
  }
}
