package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names for versions, and the share of the calls that a second version gets.
record AliasResource(Versions versions) {
  private static final int PAGE_MAX = 50;
  private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}");

  void create(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    String name = fields.needed("Name", "name");
    if (!NAME.matcher(name).matches()) {
      throw AwsException.validation(
          "'" + name + "'", "name", "satisfy regular expression pattern: " + NAME);
    }
    String version = fields.needed("FunctionVersion", "functionVersion");
    Alias created =
        versions.changeAlias(
            function.name(),
            name,
            before -> {
              if (before.isPresent()) {
                throw AwsException.conflict("Alias already exists: " + function.arn(name));
              }
              return alias(function, name, version, fields, "", Map.of());
            });
    request.answer(201, new View(created, function.arn(name)));
  }

  void get(AwsRequest request) {
    FunctionRef function = request.known(versions);
    String name = request.value(1);
    Alias alias = versions.alias(function.name(), name).orElseThrow(() -> notFound(function, name));
    request.answer(200, new View(alias, function.arn(name)));
  }

  void list(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Page<Alias> page =
        versions.aliases(
            function.name(),
            request.query("FunctionVersion"),
            request.query("Marker").orElse(""),
            request.countMax(PAGE_MAX));
    request.answer(
        200, new Pages<>("Aliases", page, row -> new View(row, function.arn(row.name()))));
  }

  void update(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    String name = request.value(1);
    Alias updated =
        versions.changeAlias(
            function.name(),
            name,
            before -> {
              Alias alias = before.orElseThrow(() -> notFound(function, name));
              requireRevision(alias, fields.text("RevisionId"));
              String version = fields.text("FunctionVersion").orElse(alias.version());
              return alias(function, name, version, fields, alias.description(), alias.weights());
            });
    request.answer(200, new View(updated, function.arn(name)));
  }

  /// To delete an alias that is not there is no error at AWS.
  void delete(AwsRequest request) {
    FunctionRef function = request.known(versions);
    var _ = versions.deleteAlias(function.name(), request.value(1));
    request.done();
  }

  private Alias alias(
      FunctionRef function,
      String name,
      String version,
      Fields fields,
      String description,
      Map<String, Double> weights) {
    SortedMap<String, Double> asked =
        fields.object("RoutingConfig").object("AdditionalVersionWeights").numbers();
    Alias alias =
        new Alias(
            name,
            version,
            fields.text("Description").orElse(description),
            fields.has("RoutingConfig") ? asked : new TreeMap<>(weights),
            UUID.randomUUID().toString());
    alias.versions().forEach(each -> requireVersion(function, each));
    return alias;
  }

  private void requireVersion(FunctionRef function, String version) {
    boolean isVersion = version.equals(FunctionId.LATEST) || FunctionId.isVersion(version);
    if (!isVersion || versions.resolve(function.name(), version).isEmpty()) {
      throw AwsException.notFound("Function not found: " + function.arn(version));
    }
  }

  private static AwsException notFound(FunctionRef function, String alias) {
    return AwsException.notFound("Cannot find alias arn: " + function.arn(alias));
  }

  private static void requireRevision(Alias alias, Optional<String> asked) {
    if (asked.isPresent() && !asked.get().equals(alias.revisionId())) {
      throw AwsException.revision("GetAlias");
    }
  }

  /// `AliasConfiguration` of the service model.
  private record View(Alias alias, String arn) implements Wire {

    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("AliasArn", arn);
      json.writeStringField("Name", alias.name());
      json.writeStringField("FunctionVersion", alias.version());
      json.writeStringField("Description", alias.description());
      if (!alias.weights().isEmpty()) {
        json.writeObjectFieldStart("RoutingConfig");
        json.writeObjectFieldStart("AdditionalVersionWeights");
        for (Map.Entry<String, Double> weight : alias.weights().entrySet()) {
          json.writeNumberField(weight.getKey(), weight.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeStringField("RevisionId", alias.revisionId());
      json.writeEndObject();
    }
  }
}
