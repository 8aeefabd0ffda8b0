package dev.perigee.platform.aws;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Versions;
import java.util.List;
import java.util.Optional;

/// Limits, what is used of them, and settings that clients read and that are always the same here.
record Account(Functions functions, Versions versions) {
  private static final long ZIP_BYTES_MAX = 50L << 20;
  private static final long UNZIPPED_BYTES_MAX = 250L << 20;
  private static final long ALL_BYTES_MAX = 75L << 30;

  void settings(AwsRequest request) {
    List<FunctionSpec> all = functions.list(request.tenant());
    long codeBytes =
        all.stream()
            .map(FunctionSpec::id)
            .map(versions::find)
            .flatMap(Optional::stream)
            .map(Deployed::facts)
            .mapToLong(Facts::codeBytes)
            .sum();
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("AccountLimit");
          json.writeNumberField("TotalCodeSize", ALL_BYTES_MAX);
          json.writeNumberField("CodeSizeUnzipped", UNZIPPED_BYTES_MAX);
          json.writeNumberField("CodeSizeZipped", ZIP_BYTES_MAX);
          json.writeNumberField("ConcurrentExecutions", FunctionSpec.CONCURRENCY_MAX_DEFAULT);
          json.writeNumberField(
              "UnreservedConcurrentExecutions", FunctionSpec.CONCURRENCY_MAX_DEFAULT);
          json.writeEndObject();
          json.writeObjectFieldStart("AccountUsage");
          json.writeNumberField("TotalCodeSize", codeBytes);
          json.writeNumberField("FunctionCount", all.size());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  void codeSigning(AwsRequest request) {
    constant(request, "FunctionName", request.known(versions).name().name());
  }

  void runtimeManagement(AwsRequest request) {
    constant(request, "UpdateRuntimeOn", "Auto");
  }

  void recursion(AwsRequest request) {
    constant(request, "RecursiveLoop", "Terminate");
  }

  private void constant(AwsRequest request, String field, String value) {
    String arn = request.known(versions).askedArn();
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField(field, value);
          json.writeStringField("FunctionArn", arn);
          json.writeEndObject();
        });
  }
}
