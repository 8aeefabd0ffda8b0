package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Resource policies: kept and given back, so that tools that write them work. Who may call is
/// decided by the key that signs, not by them.
record PolicyResource(Versions versions) {

  void add(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    String id = fields.needed("StatementId", "statementId");
    String statement = statement(function, id, fields);
    var _ =
        versions.changeSettings(
            function.name(),
            settings -> {
              if (index(statements(settings, function), id) >= 0) {
                throw AwsException.conflict(
                    "The statement id ("
                        + id
                        + ") provided already exists. Please provide a new"
                        + " statement id, or remove the existing statement.");
              }
              String before = settings.documents().getOrDefault(key(function), "[]");
              String inner = before.substring(1, before.length() - 1);
              return settings.withDocument(
                  key(function), "[" + inner + (inner.isEmpty() ? "" : ",") + statement + "]");
            });
    request.answer(
        201,
        json -> {
          json.writeStartObject();
          json.writeStringField("Statement", statement);
          json.writeEndObject();
        });
  }

  void get(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Settings settings = versions.settings(function.name());
    String statements = settings.documents().get(key(function));
    if (statements == null) {
      throw AwsException.notFound("The resource you requested does not exist.");
    }
    String policy =
        "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":" + statements + "}";
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("Policy", policy);
          json.writeStringField(
              "RevisionId", UUID.nameUUIDFromBytes(policy.getBytes(UTF_8)).toString());
          json.writeEndObject();
        });
  }

  void remove(AwsRequest request) {
    FunctionRef function = request.known(versions);
    String id = request.value(1);
    var _ =
        versions.changeSettings(
            function.name(),
            settings -> {
              List<@Nullable Object> statements = statements(settings, function);
              int index = index(statements, id);
              if (index < 0) {
                throw AwsException.notFound(
                    "Statement " + id + " is not found in resource policy.");
              }
              statements.remove(index);
              return statements.isEmpty()
                  ? settings.withoutDocument(key(function))
                  : settings.withDocument(
                      key(function), Json.text(json -> Json.write(json, statements)));
            });
    request.done();
  }

  private static String statement(FunctionRef function, String id, Fields fields) {
    String principal = fields.needed("Principal", "principal");
    String action = fields.needed("Action", "action");
    Optional<String> sourceArn = fields.text("SourceArn");
    return Json.text(json -> {
      json.writeStartObject();
      json.writeStringField("Sid", id);
      json.writeStringField("Effect", "Allow");
      if (principal.contains(".")) {
        json.writeObjectFieldStart("Principal");
        json.writeStringField("Service", principal);
        json.writeEndObject();
      } else {
        json.writeStringField("Principal", principal);
      }
      json.writeStringField("Action", action);
      json.writeStringField("Resource", function.askedArn());
      if (sourceArn.isPresent()) {
        json.writeObjectFieldStart("Condition");
        json.writeObjectFieldStart("ArnLike");
        json.writeStringField("AWS:SourceArn", sourceArn.get());
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndObject();
    });
  }

  private static int index(List<?> statements, String id) {
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Map<?, ?> statement && id.equals(statement.get("Sid"))) {
        return i;
      }
    }
    return -1;
  }

  private static List<@Nullable Object> statements(Settings settings, FunctionRef function) {
    String text = settings.documents().getOrDefault(key(function), "[]");
    return Json.read(text.getBytes(UTF_8)) instanceof List<?> list
        ? new ArrayList<>(list)
        : new ArrayList<>();
  }

  private static String key(FunctionRef function) {
    return "policy:" + function.qualifierOrLatest();
  }
}
