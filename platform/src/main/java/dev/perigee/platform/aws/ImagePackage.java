package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.fabric.image.Image;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Deployed;
import java.io.IOException;

/// What is particular to functions whose package type is `Image`. There is no registry: an
/// `ImageUri` is the name or digest of an image that was loaded before.
final class ImagePackage {
  /// Under which the address is kept that a client gave.
  static final String URI = "ImageUri";

  private static final String CONFIG = "ImageConfig";

  private ImagePackage() {}

  static boolean is(FunctionSpec function) {
    return function.runtime().equals(Image.RUNTIME);
  }

  static boolean isAsked(Fields fields) {
    return fields.text("PackageType").orElse("Zip").equals("Image");
  }

  /// The image that a client names.
  static String uri(Fields code) {
    return code.text(URI)
        .filter(uri -> !uri.isBlank())
        .orElseThrow(() ->
            AwsException.parameter(
                "Please provide ImageUri: the name or digest of an image that was brought with"
                    + " `perigee image load`."));
  }

  /// What replaces parts of an image's command, if anything does.
  static String config(Fields fields, String before) {
    return fields.has(CONFIG) ? fields.json(CONFIG) : before;
  }

  static void requireNoneOf(Fields fields, String... names) {
    for (String name : names) {
      if (fields.has(name)) {
        throw AwsException.parameter(name + " does not go with the package type of the function.");
      }
    }
  }

  static void writeConfig(JsonGenerator json, FunctionSpec function) throws IOException {
    if (function.handler().startsWith("{")) {
      json.writeObjectFieldStart("ImageConfigResponse");
      json.writeFieldName(CONFIG);
      json.writeRawValue(function.handler());
      json.writeEndObject();
    }
  }

  static void writeCode(JsonGenerator json, Deployed deployed) throws IOException {
    String digest = "sha256:" + deployed.function().codeSha256();
    String quoted = deployed.facts().echoed().getOrDefault(URI, "\"" + digest + "\"");
    String uri = quoted.substring(1, quoted.length() - 1);
    json.writeStringField("RepositoryType", "ECR");
    json.writeStringField(URI, uri);
    json.writeStringField("ResolvedImageUri", resolved(uri, digest));
  }

  private static String resolved(String uri, String digest) {
    String name = uri.replaceFirst("@?sha256:[0-9a-f]{64}$", "").replaceFirst(":[^:/]*$", "");
    return name.isEmpty() ? digest : name + "@" + digest;
  }
}
