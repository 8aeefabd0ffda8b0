package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Change;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import dev.perigee.platform.layer.LayerBook;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/// Creates, reads, changes and deletes functions.
record FunctionResource(
    Functions functions, Versions versions, CodeAddresses addresses, LayerBook layers) {
  private static final int PAGE_MAX = 50;

  void create(AwsRequest request) {
    Fields fields = request.fields();
    FunctionRef function = request.function(fields.needed("FunctionName", "functionName"));
    Change change =
        FunctionChanges.created(function, fields, layers).allowingCycle(request.allowsCycle());
    Deployed created =
        versions.change(
            function.name(),
            before -> {
              if (before.isPresent()) {
                throw AwsException.conflict("Function already exist: " + function.name().name());
              }
              return change;
            });
    Fields tags = fields.object("Tags");
    if (!tags.values().isEmpty()) {
      var _ = versions.changeSettings(function.name(), settings -> settings.withTags(tags.texts()));
    }
    request.answer(201, answered(function, created, fields));
  }

  void get(AwsRequest request) {
    FunctionRef function = request.function();
    Deployed deployed = find(function);
    Settings settings = versions.settings(function.name());
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeFieldName("Configuration");
          new Configuration(deployed, function.askedArn()).write(json);
          json.writeObjectFieldStart("Code");
          writeCode(json, request, deployed);
          json.writeEndObject();
          Tags.write(json, settings);
          Concurrency.write(json, settings);
          json.writeEndObject();
        });
  }

  private void writeCode(JsonGenerator json, AwsRequest request, Deployed deployed)
      throws IOException {
    if (ImagePackage.is(deployed.function())) {
      ImagePackage.writeCode(json, deployed);
    } else {
      json.writeStringField("RepositoryType", "S3");
      json.writeStringField(
          "Location", CodeRoute.location(addresses, request, deployed.function().codeSha256()));
    }
  }

  void getConfiguration(AwsRequest request) {
    FunctionRef function = request.function();
    request.answer(200, new Configuration(find(function), function.askedArn()));
  }

  void list(AwsRequest request) {
    boolean all = request.query("FunctionVersion").map(FunctionResource::isAll).orElse(false);
    int countMax = request.countMax(PAGE_MAX);
    Page<Deployed> page =
        all
            ? versions.everything(
                request.tenant(), request.query("Marker").map(at -> after(request, at)), countMax)
            : versions.functions(request.tenant(), request.query("Marker").orElse(""), countMax);
    request.answer(
        200, new Pages<>("Functions", page, row -> new Configuration(row, arn(request, row, all))));
  }

  private static String arn(AwsRequest request, Deployed row, boolean qualified) {
    FunctionRef function = request.function(row.function().name());
    return qualified ? function.arn(row.function().qualifier()) : function.arn();
  }

  private static boolean isAll(String asked) {
    if (!asked.equals("ALL")) {
      throw AwsException.validation(
          "'" + asked + "'", "functionVersion", "satisfy enum value set: [ALL]");
    }
    return true;
  }

  private static FunctionId after(AwsRequest request, String marker) {
    FunctionRef at = request.function(marker);
    if (at.qualifier().isEmpty()) {
      throw AwsException.parameter("Invalid Marker: " + marker);
    }
    return at.qualifier().get().equals(FunctionId.LATEST) ? at.name().latest() : version(at);
  }

  void delete(AwsRequest request) {
    FunctionRef function = request.function();
    boolean deleted =
        function.qualifier().isEmpty()
            ? functions.delete(function.name().latest())
            : versions.deleteVersion(version(function));
    if (!deleted) {
      throw function.notFound();
    }
    request.done();
  }

  private static FunctionId version(FunctionRef function) {
    FunctionName name = function.name();
    String qualifier = function.qualifierOrLatest();
    if (qualifier.equals(FunctionId.LATEST)) {
      throw AwsException.parameter(
          "$LATEST version cannot be deleted without deleting the function.");
    }
    if (!FunctionId.isVersion(qualifier)) {
      throw AwsException.parameter(
          "Aliases cannot be deleted with this operation: use DeleteAlias.");
    }
    return new FunctionId(name.tenant(), name.name(), qualifier);
  }

  void updateCode(AwsRequest request) {
    FunctionRef function = request.function();
    Fields fields = request.fields();
    if (fields.flag("DryRun")) {
      requireRevision(find(function), fields);
      var _ = FunctionChanges.withCode(find(function), fields);
      request.answer(200, new Configuration(find(function), function.arn()));
      return;
    }
    Deployed changed =
        change(
            function,
            fields,
            before ->
                FunctionChanges.withCode(before, fields).allowingCycle(request.allowsCycle()));
    request.answer(200, answered(function, changed, fields));
  }

  void updateConfiguration(AwsRequest request) {
    FunctionRef function = request.function();
    Fields fields = request.fields();
    Deployed changed =
        change(
            function,
            fields,
            before ->
                FunctionChanges.withConfiguration(before, fields, layers)
                    .allowingCycle(request.allowsCycle()));
    request.answer(200, new Configuration(changed, function.arn()));
  }

  private Deployed change(FunctionRef function, Fields fields, Function<Deployed, Change> change) {
    if (!function.qualifierOrLatest().equals(FunctionId.LATEST)) {
      throw AwsException.parameter("This operation is permitted on $LATEST only.");
    }
    return versions.change(
        function.name(),
        before -> {
          Deployed known = before.orElseThrow(function::notFound);
          requireRevision(known, fields);
          return change.apply(known);
        });
  }

  /// What a create or an update of code answers with: the version, if one was to be published.
  private Configuration answered(FunctionRef function, Deployed changed, Fields fields) {
    if (!fields.flag("Publish")) {
      return new Configuration(changed, function.arn());
    }
    Deployed published = versions.publish(function.name(), Optional.empty(), _ -> {});
    return new Configuration(published, function.arn(published.function().qualifier()));
  }

  private Deployed find(FunctionRef function) {
    return versions
        .resolve(function.name(), function.qualifierOrLatest())
        .flatMap(versions::find)
        .orElseThrow(function::notFound);
  }

  static void requireRevision(Deployed known, Fields fields) {
    Optional<String> asked = fields.text("RevisionId");
    if (asked.isPresent() && !asked.get().equals(known.facts().revisionId())) {
      throw AwsException.revision("GetFunction");
    }
  }
}
