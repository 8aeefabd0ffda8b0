package dev.perigee.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

  /// To write the JSON again: convert the YAML with any tool, with an indentation of one space.
  @Test
  void saysTheSameInYamlAndInJson() throws Exception {
    JsonNode yaml = new YAMLMapper().readTree(OpenApi.yaml());
    JsonNode json = new ObjectMapper().readTree(OpenApi.json());

    assertThat(json).isEqualTo(yaml);
    assertThat(json.path("openapi").asText()).startsWith("3.1");
  }

  @Test
  void refersOnlyToWhatIsThere() throws Exception {
    JsonNode json = new ObjectMapper().readTree(OpenApi.json());
    List<String> dangling = new ArrayList<>();
    for (JsonNode reference : json.findValues("$ref")) {
      if (json.at(reference.asText().substring(1)).isMissingNode()) {
        dangling.add(reference.asText());
      }
    }

    assertThat(dangling).isEmpty();
  }
}
