package dev.perigee.platform.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.api.WireException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventReaderTest {
  private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String ONE =
      "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/shop\",\"type\":\"order\",\"data\":{\"n\":1}}";

  @Test
  void readsAttributesFromHeadersAndDataFromTheBody() {
    CloudEvent event =
        binary(Map.of("ce-subject", "a%20b%22%E2%82%AC"), "application/json", "{\"n\":1}");
    assertThat(event.attribute("subject")).isEqualTo("a b\"€");
    assertThat(new String(event.json(), UTF_8))
        .isEqualTo(
            "{\"datacontenttype\":\"application/json\",\"id\":\"7\",\"source\":\"/shop\",\"specversion\":\"1.0\",\"subject\":\"a"
                + " b\\\"€\",\"type\":\"order\",\"data\":{\"n\":1}}");
  }

  @Test
  void readsHeadersInQuotesAndLeavesAPercentThatEncodesNothing() {
    assertThat(binary(Map.of("ce-subject", "\"a\\\"b\""), "", "").attribute("subject"))
        .isEqualTo("a\"b");
    assertThat(binary(Map.of("ce-subject", "100%"), "", "").attribute("subject")).isEqualTo("100%");
  }

  @Test
  void readsOneObjectAndABatchOfThem() {
    assertThat(read(STRUCTURED, ONE)).hasSize(1);
    assertThat(read(BATCH, "[" + ONE + "," + ONE + "]")).hasSize(2);
    assertThat(read(BATCH, "[]")).isEmpty();
  }

  @Test
  void whatItWritesItReadsAgain() {
    for (String data :
        List.of(
            "\"data\":{\"n\":1}",
            "\"data\":\"text\"",
            "\"datacontenttype\":\"text/plain\",\"data\":\"text\"",
            "\"datacontenttype\":\"image/png\",\"data_base64\":\"AP8=\"",
            "\"comexample\":\"x\"")) {
      CloudEvent event = read(STRUCTURED, ONE.replace("\"data\":{\"n\":1}", data)).getFirst();
      CloudEvent again = read(STRUCTURED, new String(event.json(), UTF_8)).getFirst();
      assertThat(again.attributes()).isEqualTo(event.attributes());
      assertThat(again.data()).isEqualTo(event.data());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/cloudevents+json | {} | no attribute 'id'",
        "application/cloudevents+json | [] | object",
        "application/cloudevents+json |"
            + " {\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"} | has to be"
            + " 1.0",
        "application/cloudevents+json |"
            + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"A_b\":\"x\"}"
            + " | other characters",
        "application/cloudevents+json |"
            + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"x\":[]} |"
            + " string, a number",
        "application/cloudevents+json |"
            + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"%\"}"
            + " | not base64",
        "application/cloudevents-batch+json | {} | array",
        "application/cloudevents-batch+json | [7] | event 0",
        "application/cloudevents+xml | <a/> | cloudevents+json",
        "application/json | {} | no event"
      })
  void saysWhatIsWrong(String type, String body, String problem) {
    assertThatThrownBy(() -> read(type, body))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesHeadersThatAreNoUtf8AndAContentTypeThatIsRepeated() {
    assertThatThrownBy(() -> binary(Map.of("ce-subject", "%C3%28"), "", ""))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> binary(Map.of("ce-datacontenttype", "text/plain"), "text/plain", ""))
        .hasMessageContaining("Content-Type");
  }

  private static CloudEvent binary(Map<String, String> more, String type, String body) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", "7");
    headers.put("ce-source", "/shop");
    headers.put("ce-type", "order");
    headers.put("host", "here");
    return CloudEventReader.read(type, headers, body.getBytes(UTF_8)).getFirst();
  }

  private static List<CloudEvent> read(String type, String body) {
    return CloudEventReader.read(type, Map.of(), body.getBytes(UTF_8));
  }
}
