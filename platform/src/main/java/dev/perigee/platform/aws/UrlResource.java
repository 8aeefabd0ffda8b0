package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.FunctionUrl;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Addresses of functions of their own.
record UrlResource(Versions versions, Clock clock) {

  void create(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    String authType = authType(fields.needed("AuthType", "authType"));
    FunctionUrl url =
        new FunctionUrl(
            UUID.randomUUID().toString().replace("-", ""),
            function.qualifierOrLatest(),
            authType,
            invokeMode(fields.text("InvokeMode").orElse("BUFFERED")),
            cors(fields, ""),
            clock.utcNs(),
            clock.utcNs());
    var _ =
        versions.changeSettings(
            function.name(),
            settings -> {
              if (settings.urls().containsKey(url.qualifier())) {
                throw AwsException.conflict(
                    "Failed to create function url config for [functionArn = %s]. Error message:  FunctionUrlConfig exists for this Lambda function"
                        .formatted(function.askedArn()));
              }
              return settings.withUrl(url);
            });
    request.answer(201, new View(url, function, request));
  }

  void get(AwsRequest request) {
    FunctionRef function = request.known(versions);
    request.answer(200, new View(find(function), function, request));
  }

  void update(AwsRequest request) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    FunctionUrl before = find(function);
    FunctionUrl url =
        new FunctionUrl(
            before.id(),
            before.qualifier(),
            authType(fields.text("AuthType").orElse(before.authType())),
            invokeMode(fields.text("InvokeMode").orElse(before.invokeMode())),
            cors(fields, before.cors()),
            before.createdUtcNs(),
            clock.utcNs());
    var _ = versions.changeSettings(function.name(), settings -> settings.withUrl(url));
    request.answer(200, new View(url, function, request));
  }

  void delete(AwsRequest request) {
    FunctionRef function = request.known(versions);
    FunctionUrl url = find(function);
    var _ =
        versions.changeSettings(function.name(), settings -> settings.withoutUrl(url.qualifier()));
    request.done();
  }

  void list(AwsRequest request) {
    FunctionRef function = request.known(versions);
    List<FunctionUrl> urls = List.copyOf(versions.settings(function.name()).urls().values());
    request.answer(
        200,
        new Pages<>(
            "FunctionUrlConfigs",
            new Page<>(urls, Optional.empty()),
            url -> new View(url, function, request)));
  }

  private FunctionUrl find(FunctionRef function) {
    Settings settings = versions.settings(function.name());
    FunctionUrl url = settings.urls().get(function.qualifierOrLatest());
    if (url == null) {
      throw AwsException.notFound("The resource you requested does not exist.");
    }
    return url;
  }

  private static String cors(Fields fields, String before) {
    if (!fields.has("Cors")) {
      return before;
    }
    var _ = UrlCors.of(fields.object("Cors"));
    return fields.json("Cors");
  }

  /// Both answer whole: a stream is for clients that can do with either.
  private static String invokeMode(String asked) {
    if (!asked.equals("BUFFERED") && !asked.equals("RESPONSE_STREAM")) {
      throw AwsException.validation(
          "'" + asked + "'", "invokeMode", "satisfy enum value set: [BUFFERED, RESPONSE_STREAM]");
    }
    return asked;
  }

  private static String authType(String asked) {
    if (!asked.equals("NONE") && !asked.equals("AWS_IAM")) {
      throw AwsException.validation(
          "'" + asked + "'", "authType", "satisfy enum value set: [NONE, AWS_IAM]");
    }
    return asked;
  }

  /// `FunctionUrlConfig` of the service model.
  private record View(FunctionUrl url, FunctionRef function, AwsRequest request) implements Wire {

    @Override
    public void write(JsonGenerator json) throws IOException {
      boolean latest = url.qualifier().equals(function.name().latest().qualifier());
      json.writeStartObject();
      json.writeStringField(
          "FunctionUrl", AwsRoutes.base(request.exchange()) + "/url/" + url.id() + "/");
      json.writeStringField("FunctionArn", latest ? function.arn() : function.arn(url.qualifier()));
      json.writeStringField("AuthType", url.authType());
      if (!url.cors().isEmpty()) {
        json.writeFieldName("Cors");
        json.writeRawValue(url.cors());
      }
      json.writeStringField("CreationTime", Times.instant(url.createdUtcNs()).toString());
      json.writeStringField("LastModifiedTime", Times.instant(url.modifiedUtcNs()).toString());
      json.writeStringField("InvokeMode", url.invokeMode());
      json.writeEndObject();
    }
  }
}
