package dev.perigee.platform.aws;

import dev.perigee.fabric.image.Image;
import dev.perigee.model.function.Destination;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Change;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.layer.LayerBook;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What requests want a function to be.
final class FunctionChanges {
  private static final byte[] NO_CODE = {};

  /// Fields that would change what a function does here, if they were not refused.
  private static final List<String> UNSUPPORTED =
      List.of("FileSystemConfigs", "CapacityProviderConfig");

  private static final String[] RUNTIME_FIELDS = {"Runtime", "Handler", LayerChoice.FIELD};
  private static final String[] IMAGE_FIELDS = {"ImageConfig"};

  /// An archive or the name of an image; nothing if the code stays.
  private record Code(byte[] zip, String image) {}

  private FunctionChanges() {}

  static Change created(FunctionRef function, Fields fields, LayerBook book) {
    String role = fields.needed("Role", "role");
    if (!fields.has("Code")) {
      throw AwsException.validation("null", "code", "not be null");
    }
    requireSupported(fields);
    boolean image = ImagePackage.isAsked(fields);
    ImagePackage.requireNoneOf(fields, image ? RUNTIME_FIELDS : IMAGE_FIELDS);
    Optional<LayerChoice> layers = LayerChoice.of(book, function.name().tenant(), fields);
    return new Change(
        new Deployment(
            function.name().tenant(),
            function.name().name(),
            image ? Image.RUNTIME : fields.needed("Runtime", "runtime"),
            image ? ImagePackage.config(fields, "") : fields.needed("Handler", "handler"),
            fields.integer("MemorySize").orElse(Deployment.MEMORY_MB_DEFAULT),
            timeoutMs(fields).orElse(Deployment.TIMEOUT_MS_DEFAULT),
            "",
            FunctionSpec.CONCURRENCY_MAX_DEFAULT,
            LogSetting.applied(
                fields.object("Environment").object("Variables").texts(), new TreeMap<>(), fields),
            image ? NO_CODE : zip(fields.object("Code")),
            image ? ImagePackage.uri(fields.object("Code")) : "",
            false,
            layers.map(LayerChoice::hashes),
            List.of()),
        fields.text("Description").orElse(""),
        role,
        echoed(new TreeMap<>(), fields.object("Code"), fields, layers));
  }

  static Change withCode(Deployed before, Fields fields) {
    requireSupported(fields);
    return new Change(
        deployment(
            before,
            before.function().environment(),
            Fields.NONE,
            code(before, fields),
            Optional.empty()),
        before.facts().description(),
        before.facts().role(),
        echoed(before.facts().echoed(), fields, fields, Optional.empty()));
  }

  /// New code of the same package type.
  private static Code code(Deployed before, Fields fields) {
    if (ImagePackage.is(before.function())) {
      ImagePackage.requireNoneOf(fields, "ZipFile", "S3Bucket");
      return new Code(NO_CODE, ImagePackage.uri(fields));
    }
    ImagePackage.requireNoneOf(fields, ImagePackage.URI);
    return new Code(zip(fields), "");
  }

  static Change withConfiguration(Deployed before, Fields fields, LayerBook book) {
    requireSupported(fields);
    Optional<LayerChoice> layers = LayerChoice.of(book, before.function().tenant(), fields);
    SortedMap<String, String> environment =
        fields.has("Environment")
            ? fields.object("Environment").object("Variables").texts()
            : before.function().environment();
    return new Change(
        deployment(
            before,
            LogSetting.applied(environment, before.function().environment(), fields),
            fields,
            new Code(NO_CODE, ""),
            layers),
        fields.text("Description").orElse(before.facts().description()),
        fields.text("Role").orElse(before.facts().role()),
        echoed(before.facts().echoed(), Fields.NONE, fields, layers));
  }

  private static Deployment deployment(
      Deployed before,
      SortedMap<String, String> environment,
      Fields fields,
      Code code,
      Optional<LayerChoice> layers) {
    FunctionSpec function = before.function();
    boolean image = ImagePackage.is(function);
    ImagePackage.requireNoneOf(fields, image ? RUNTIME_FIELDS : IMAGE_FIELDS);
    return new Deployment(
        function.tenant(),
        function.name(),
        fields.text("Runtime").orElse(function.runtime()),
        image
            ? ImagePackage.config(fields, function.handler())
            : fields.text("Handler").orElse(function.handler()),
        fields.integer("MemorySize").orElse(function.memoryMb()),
        timeoutMs(fields).orElse(function.timeoutMs()),
        function.isolation().text(),
        function.concurrencyMax(),
        environment,
        code.zip(),
        code.image(),
        false,
        layers.map(LayerChoice::hashes),
        function.network().stream().map(Destination::text).toList());
  }

  private static Optional<Integer> timeoutMs(Fields fields) {
    return fields.integer("Timeout").map(seconds -> Math.min(seconds, 1_000_000) * 1_000);
  }

  static byte[] zip(Fields code) {
    if (!code.has("ZipFile")) {
      throw AwsException.parameter(
          "Please provide ZipFile: code in a bucket (S3Bucket) can't be fetched from here, and an"
              + " image (ImageUri) goes with PackageType Image.");
    }
    try {
      return Base64.getDecoder().decode(code.text("ZipFile").orElse(""));
    } catch (IllegalArgumentException _) {
      throw AwsException.content("ZipFile is not base64");
    }
  }

  private static void requireSupported(Fields fields) {
    for (String name : UNSUPPORTED) {
      if (fields.has(name) && !fields.json(name).equals("[]")) {
        throw AwsException.parameter(
            name + " is not supported here: put what the function needs into its archive.");
      }
    }
    if (!fields.object("DeadLetterConfig").text("TargetArn").orElse("").isEmpty()) {
      throw AwsException.parameter(
          "DeadLetterConfig is not supported here: events that fail are sent nowhere. Leave it out;"
              + " they are in `perigee async list --state dead`.");
    }
  }

  private static SortedMap<String, String> echoed(
      SortedMap<String, String> before, Fields code, Fields fields, Optional<LayerChoice> layers) {
    SortedMap<String, String> echoed = new TreeMap<>(before);
    layers.ifPresent(choice -> echoed.put(LayerChoice.FIELD, choice.json()));
    if (code.has(ImagePackage.URI)) {
      echoed.put(ImagePackage.URI, code.json(ImagePackage.URI));
    }
    for (String name : Configuration.ECHOED) {
      if (fields.has(name)) {
        echoed.put(name, fields.json(name));
      }
    }
    return echoed;
  }
}
