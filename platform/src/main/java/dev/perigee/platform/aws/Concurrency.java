package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import java.io.IOException;

/// How many calls of a function may run at once.
record Concurrency(Versions versions) {
  private static final String FIELD = "ReservedConcurrentExecutions";

  void put(AwsRequest request) {
    FunctionRef function = request.known(versions);
    int reserved =
        request
            .fields()
            .integer(FIELD)
            .orElseThrow(() ->
                AwsException.validation("null", "reservedConcurrentExecutions", "not be null"));
    if (reserved < 0) {
      throw AwsException.validation(
          "'" + reserved + "'",
          "reservedConcurrentExecutions",
          "have value greater than or equal to 0");
    }
    if (reserved > FunctionSpec.CONCURRENCY_MAX_DEFAULT) {
      throw AwsException.parameter(
          "Specified ReservedConcurrentExecutions for function is above the account's "
              + FunctionSpec.CONCURRENCY_MAX_DEFAULT
              + ".");
    }
    answer(
        request,
        versions.changeSettings(
            function.name(), settings -> settings.withReservedConcurrency(reserved)));
  }

  void get(AwsRequest request) {
    answer(request, versions.settings(request.known(versions).name()));
  }

  void delete(AwsRequest request) {
    var _ =
        versions.changeSettings(
            request.known(versions).name(),
            settings -> settings.withReservedConcurrency(Settings.UNRESERVED));
    request.done();
  }

  private static void answer(AwsRequest request, Settings settings) {
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          if (settings.reservedConcurrency() != Settings.UNRESERVED) {
            json.writeNumberField(FIELD, settings.reservedConcurrency());
          }
          json.writeEndObject();
        });
  }

  /// As `GetFunction` has it.
  static void write(JsonGenerator json, Settings settings) throws IOException {
    if (settings.reservedConcurrency() != Settings.UNRESERVED) {
      json.writeObjectFieldStart("Concurrency");
      json.writeNumberField(FIELD, settings.reservedConcurrency());
      json.writeEndObject();
    }
  }
}
