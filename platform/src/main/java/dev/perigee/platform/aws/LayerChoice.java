package dev.perigee.platform.aws;

import dev.perigee.api.Json;
import dev.perigee.platform.layer.LayerBook;
import dev.perigee.platform.layer.LayerVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The layers that a request wants a function to have, the lowest first.
record LayerChoice(List<LayerVersion> layers, List<String> arns) {
  static final String FIELD = "Layers";
  private static final int COUNT_MAX = 5;

  /// Empty if the request does not speak of them.
  static Optional<LayerChoice> of(LayerBook book, String tenant, Fields fields) {
    if (!fields.has(FIELD)) {
      return Optional.empty();
    }
    List<String> arns = fields.list(FIELD).stream().map(String::valueOf).toList();
    if (arns.size() > COUNT_MAX) {
      throw AwsException.parameter("Cannot reference more than " + COUNT_MAX + " layers.");
    }
    List<LayerVersion> layers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String arn : arns) {
      LayerVersion layer = find(book, tenant, arn);
      if (!names.add(layer.name())) {
        throw AwsException.parameter(
            "Two different versions of the same layer are not allowed to be referenced in the same"
                + " function. "
                + arns);
      }
      layers.add(layer);
    }
    return Optional.of(new LayerChoice(layers, arns));
  }

  private static LayerVersion find(LayerBook book, String tenant, String arn) {
    LayerRef ref = LayerRef.ofVersion(arn);
    return Optional.of(ref)
        .filter(_ -> arn.contains(":" + LayerRef.ACCOUNT + ":"))
        .flatMap(each -> book.find(tenant, each.name(), each.version().orElse(0)))
        .orElseThrow(() -> AwsException.parameter("Layer version " + arn + " does not exist."));
  }

  List<String> hashes() {
    return layers.stream().map(LayerVersion::sha256).toList();
  }

  /// As a function's configuration shows them.
  String json() {
    return Json.text(json -> {
      json.writeStartArray();
      for (int i = 0; i < layers.size(); i++) {
        json.writeStartObject();
        json.writeStringField("Arn", arns.get(i));
        json.writeNumberField("CodeSize", layers.get(i).codeBytes());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
