package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.Versions.Page;
import dev.perigee.platform.layer.LayerBook;
import dev.perigee.platform.layer.LayerVersion;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Publishes, lists and deletes versions of layers.
record LayerResource(LayerBook layers, CodeAddresses addresses) {
  private static final int PAGE_MAX = 50;

  void publish(AwsRequest request) {
    LayerRef layer = LayerRef.of(request.exchange().name());
    Fields fields = request.fields();
    if (!fields.has("Content")) {
      throw AwsException.validation("null", "content", "not be null");
    }
    LayerVersion draft =
        new LayerVersion(
            request.tenant(),
            layer.name(),
            0,
            fields.text("Description").orElse(""),
            fields.text("LicenseInfo").orElse(""),
            texts(fields, "CompatibleRuntimes"),
            texts(fields, "CompatibleArchitectures"),
            "",
            0,
            0,
            0);
    LayerVersion published = layers.publish(draft, FunctionChanges.zip(fields.object("Content")));
    request.answer(201, new View(addresses, request, published, true));
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.list(name).stream().map(String::valueOf).toList();
  }

  void get(AwsRequest request) {
    LayerRef layer = LayerRef.of(request.exchange().name());
    answer(request, layers.find(request.tenant(), layer.name(), number(request)));
  }

  /// All layers, or with `find=LayerVersion` the version of an ARN.
  void list(AwsRequest request) {
    if (request.query("find").isPresent()) {
      String arn =
          request
              .query("Arn")
              .orElseThrow(() -> AwsException.validation("null", "arn", "not be null"));
      LayerRef layer = LayerRef.ofVersion(arn);
      answer(request, layers.find(request.tenant(), layer.name(), layer.version().orElse(0)));
      return;
    }
    String after = request.query("Marker").orElse("");
    Page<LayerVersion> page =
        Page.of(
            layers.newest(request.tenant()).stream()
                .filter(each -> each.name().compareTo(after) > 0)
                .filter(each -> isFor(request, each)),
            request.countMax(PAGE_MAX),
            LayerVersion::name);
    request.answer(200, new Pages<>("Layers", page, each -> new Newest(addresses, request, each)));
  }

  void versions(AwsRequest request) {
    LayerRef layer = LayerRef.of(request.exchange().name());
    int before = request.query("Marker").map(LayerResource::marker).orElse(Integer.MAX_VALUE);
    Page<LayerVersion> page =
        Page.of(
            layers.versions(request.tenant(), layer.name()).stream()
                .filter(each -> each.version() < before)
                .filter(each -> isFor(request, each)),
            request.countMax(PAGE_MAX),
            each -> Integer.toString(each.version()));
    request.answer(
        200, new Pages<>("LayerVersions", page, each -> new View(addresses, request, each, false)));
  }

  /// To delete what is not there is no error at AWS.
  void delete(AwsRequest request) {
    LayerRef layer = LayerRef.of(request.exchange().name());
    var _ = layers.delete(request.tenant(), layer.name(), number(request));
    request.done();
  }

  private static boolean isFor(AwsRequest request, LayerVersion layer) {
    return request.query("CompatibleRuntime").map(layer.runtimes()::contains).orElse(true)
        && request
            .query("CompatibleArchitecture")
            .map(layer.architectures()::contains)
            .orElse(true);
  }

  private static int number(AwsRequest request) {
    String text = request.value(1);
    if (!text.matches("[0-9]{1,9}")) {
      throw AwsException.validation(
          "'" + text + "'", "versionNumber", "satisfy regular expression pattern: [0-9]+");
    }
    return Integer.parseInt(text);
  }

  private static int marker(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw AwsException.parameter("Invalid Marker: " + text);
    }
    return Integer.parseInt(text);
  }

  private void answer(AwsRequest request, Optional<LayerVersion> found) {
    LayerVersion layer =
        found.orElseThrow(
            () -> AwsException.notFound("The resource you requested does not exist."));
    request.answer(200, new View(addresses, request, layer, true));
  }

  /// `LayersListItem` of the service model.
  private record Newest(CodeAddresses addresses, AwsRequest request, LayerVersion layer)
      implements Wire {

    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("LayerName", layer.name());
      json.writeStringField("LayerArn", LayerRef.arn(request.region(), layer.name()));
      json.writeFieldName("LatestMatchingVersion");
      new View(addresses, request, layer, false).write(json);
      json.writeEndObject();
    }
  }

  /// A version; in lists without where its content is.
  private record View(
      CodeAddresses addresses, AwsRequest request, LayerVersion layer, boolean whole)
      implements Wire {

    @Override
    public void write(JsonGenerator json) throws IOException {
      String arn = LayerRef.arn(request.region(), layer.name());
      json.writeStartObject();
      if (whole) {
        json.writeStringField("LayerArn", arn);
        json.writeObjectFieldStart("Content");
        json.writeStringField("Location", CodeRoute.location(addresses, request, layer.sha256()));
        json.writeStringField(
            "CodeSha256",
            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(layer.sha256())));
        json.writeNumberField("CodeSize", layer.codeBytes());
        json.writeEndObject();
      }
      json.writeStringField("LayerVersionArn", arn + ":" + layer.version());
      json.writeNumberField("Version", layer.version());
      json.writeStringField("Description", layer.description());
      json.writeStringField("CreatedDate", Times.modified(layer.createdUtcNs()));
      write(json, "CompatibleRuntimes", layer.runtimes());
      write(json, "CompatibleArchitectures", layer.architectures());
      if (!layer.license().isEmpty()) {
        json.writeStringField("LicenseInfo", layer.license());
      }
      json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, List<String> texts)
        throws IOException {
      if (!texts.isEmpty()) {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
          json.writeString(text);
        }
        json.writeEndArray();
      }
    }
  }
}
