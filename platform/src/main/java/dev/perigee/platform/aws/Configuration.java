package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Facts;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `FunctionConfiguration` of the service model.
///
/// @param arn as it was asked for
record Configuration(Deployed deployed, String arn) implements Wire {
  /// Fields that clients set and read back, and that nothing here depends on.
  static final Set<String> ECHOED =
      Set.of(
          "Architectures",
          "DeadLetterConfig",
          "EphemeralStorage",
          "KMSKeyArn",
          "LoggingConfig",
          "SnapStart",
          "TracingConfig",
          "VpcConfig");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "Architectures", "[\"x86_64\"]",
          "EphemeralStorage", "{\"Size\":512}",
          "SnapStart", "{\"ApplyOn\":\"None\",\"OptimizationStatus\":\"Off\"}",
          "TracingConfig", "{\"Mode\":\"PassThrough\"}");

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(json);
    json.writeEndObject();
  }

  private void writeFields(JsonGenerator json) throws IOException {
    FunctionSpec function = deployed.function();
    Facts facts = deployed.facts();
    json.writeStringField("FunctionName", function.name());
    json.writeStringField("FunctionArn", arn);
    boolean image = ImagePackage.is(function);
    if (image) {
      ImagePackage.writeConfig(json, function);
    } else {
      json.writeStringField("Runtime", function.runtime());
      json.writeStringField("Handler", function.handler());
    }
    json.writeStringField("Role", facts.role());
    json.writeNumberField("CodeSize", facts.codeBytes());
    json.writeStringField("Description", facts.description());
    json.writeNumberField("Timeout", Math.ceilDiv(function.timeoutMs(), 1_000));
    json.writeNumberField("MemorySize", function.memoryMb());
    json.writeStringField("LastModified", Times.modified(facts.modifiedUtcNs()));
    json.writeStringField("CodeSha256", codeSha256(function));
    json.writeStringField("Version", function.qualifier());
    writeEnvironment(json, function);
    writeEchoed(json, function, facts);
    json.writeStringField("RevisionId", facts.revisionId());
    json.writeStringField("State", "Active");
    json.writeStringField("LastUpdateStatus", "Successful");
    json.writeStringField("PackageType", image ? "Image" : "Zip");
  }

  static String codeSha256(FunctionSpec function) {
    if (ImagePackage.is(function)) {
      return function.codeSha256();
    }
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(function.codeSha256()));
  }

  private static void writeEnvironment(JsonGenerator json, FunctionSpec function)
      throws IOException {
    Map<String, String> own = new TreeMap<>(function.environment());
    own.keySet().removeAll(LogSetting.VARIABLES);
    if (!own.isEmpty()) {
      json.writeObjectFieldStart("Environment");
      json.writeObjectFieldStart("Variables");
      for (Map.Entry<String, String> variable : own.entrySet()) {
        json.writeStringField(variable.getKey(), variable.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void writeEchoed(JsonGenerator json, FunctionSpec function, Facts facts)
      throws IOException {
    Map<String, String> fields = new TreeMap<>(DEFAULTS);
    fields.put(
        "LoggingConfig",
        "{\"LogFormat\":\"Text\",\"LogGroup\":\"/aws/lambda/" + function.name() + "\"}");
    fields.putAll(facts.echoed());
    fields.remove(ImagePackage.URI);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      json.writeFieldName(field.getKey());
      json.writeRawValue(field.getValue());
    }
  }
}
