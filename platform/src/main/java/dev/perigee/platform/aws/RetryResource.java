package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Retries;
import dev.perigee.world.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How often and how long events of a function are tried (`event-invoke-config`).
public record RetryResource(Versions versions, Clock clock) {
  private static final String ATTEMPTS = "MaximumRetryAttempts";
  private static final String AGE = "MaximumEventAgeInSeconds";
  private static final String DESTINATIONS = "DestinationConfig";

  /// What holds for a function and qualifier.
  public static Retries retries(Versions versions, FunctionName function, String qualifier) {
    if (versions.find(function.latest()).isEmpty()) {
      return Retries.DEFAULT;
    }
    String document = versions.settings(function).documents().get(key(qualifier));
    if (document == null) {
      return Retries.DEFAULT;
    }
    Fields fields = new Fields(Json.readObject(document.getBytes(UTF_8)));
    Fields destinations = fields.object(DESTINATIONS);
    return new Retries(
        fields.integer(ATTEMPTS).orElse(Retries.DEFAULT.retryCountMax()),
        fields.integer(AGE).orElse((int) Retries.DEFAULT.ageMaxS()),
        destination(function.tenant(), destinations.object("OnSuccess")),
        destination(function.tenant(), destinations.object("OnFailure")));
  }

  private static Optional<Addressee> destination(String tenant, Fields destination) {
    return destination
        .text("Destination")
        .filter(arn -> !arn.isEmpty())
        .map(arn -> {
          FunctionRef to =
              FunctionRef.of(tenant, FunctionArn.REGION_DEFAULT, arn, Optional.empty());
          return new Addressee(to.name(), to.qualifierOrLatest(), arn);
        });
  }

  /// Replaces what there is.
  void put(AwsRequest request) {
    write(request, Fields.NONE);
  }

  /// Changes what is given of what there is.
  void update(AwsRequest request) {
    write(request, new Fields(Json.readObject(find(request).getBytes(UTF_8))));
  }

  private void write(AwsRequest request, Fields before) {
    FunctionRef function = request.known(versions);
    Fields fields = request.fields();
    Optional<Integer> attempts = given(fields, before, ATTEMPTS, 0, 2);
    Optional<Integer> ageS = given(fields, before, AGE, 60, 21_600);
    requireFunctions(request, fields.object(DESTINATIONS));
    Fields destinations = fields.has(DESTINATIONS) ? fields : before;
    double modifiedS = TimeUnit.NANOSECONDS.toMillis(clock.utcNs()) / 1e3;
    String document =
        Json.text(json -> {
          json.writeStartObject();
          json.writeNumberField("LastModified", modifiedS);
          json.writeStringField("FunctionArn", function.arn(function.qualifierOrLatest()));
          if (attempts.isPresent()) {
            json.writeNumberField(ATTEMPTS, attempts.get());
          }
          if (ageS.isPresent()) {
            json.writeNumberField(AGE, ageS.get());
          }
          json.writeFieldName(DESTINATIONS);
          json.writeRawValue(
              destinations.has(DESTINATIONS)
                  ? destinations.json(DESTINATIONS)
                  : "{\"OnSuccess\":{},\"OnFailure\":{}}");
          json.writeEndObject();
        });
    var _ =
        versions.changeSettings(
            function.name(), settings -> settings.withDocument(key(function), document));
    request.answer(200, json -> json.writeRawValue(document));
  }

  void get(AwsRequest request) {
    String document = find(request);
    request.answer(200, json -> json.writeRawValue(document));
  }

  void delete(AwsRequest request) {
    FunctionRef function = request.known(versions);
    var _ = find(request);
    var _ =
        versions.changeSettings(
            function.name(), settings -> settings.withoutDocument(key(function)));
    request.done();
  }

  private String find(AwsRequest request) {
    FunctionRef function = request.known(versions);
    String document = versions.settings(function.name()).documents().get(key(function));
    if (document == null) {
      throw AwsException.notFound(
          "The function "
              + function.arn(function.qualifierOrLatest())
              + " doesn't have an EventInvokeConfig");
    }
    return document;
  }

  /// To take another one and send nothing there would lose what somebody counts on.
  private void requireFunctions(AwsRequest request, Fields destinations) {
    for (String when : List.of("OnSuccess", "OnFailure")) {
      String arn = destinations.object(when).text("Destination").orElse("");
      if (!arn.isEmpty() && !arn.contains(":lambda:")) {
        throw AwsException.parameter(
            "DestinationConfig."
                + when
                + " is "
                + arn
                + ": results of events are sent to functions only. Give the ARN of a function, or"
                + " leave it out; what failed is in `perigee async list --state dead`.");
      }
      destination(request.tenant(), destinations.object(when)).ifPresent(this::requireKnown);
    }
  }

  private void requireKnown(Addressee to) {
    if (versions.resolve(to.function(), to.qualifier()).isEmpty()) {
      throw AwsException.parameter(
          "The destination ARN " + to.functionArn() + " is invalid: there is no such function.");
    }
  }

  private static Optional<Integer> given(
      Fields fields, Fields before, String name, int min, int max) {
    Optional<Integer> value = fields.has(name) ? fields.integer(name) : before.integer(name);
    if (value.isPresent() && (value.get() < min || value.get() > max)) {
      throw AwsException.validation(
          "'" + value.get() + "'",
          name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
          "have value between " + min + " and " + max);
    }
    return value;
  }

  private static String key(FunctionRef function) {
    return key(function.qualifierOrLatest());
  }

  private static String key(String qualifier) {
    return "event:" + qualifier;
  }
}
