package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Provision;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Workers of versions and aliases that are there ahead of calls.
record ProvisionedConcurrency(Versions versions) {
  private static final String FIELD = "ProvisionedConcurrentExecutions";
  private static final int PAGE_MAX = 50;

  void put(AwsRequest request) {
    FunctionRef function = published(request);
    int count =
        request
            .fields()
            .integer(FIELD)
            .orElseThrow(() ->
                AwsException.validation("null", "provisionedConcurrentExecutions", "not be null"));
    if (count < 1) {
      throw AwsException.validation(
          "'" + count + "'",
          "provisionedConcurrentExecutions",
          "have value greater than or equal to 1");
    }
    Provision put = versions.provisions().put(function.name(), function.qualifierOrLatest(), count);
    request.answer(202, new View(put, Optional.empty()));
  }

  /// One of a qualifier, or all with `List=ALL`.
  void get(AwsRequest request) {
    if (request.query("List").isPresent()) {
      list(request);
      return;
    }
    FunctionRef function = published(request);
    Provision found =
        versions
            .provisions()
            .find(function.name(), function.qualifierOrLatest())
            .orElseThrow(() ->
                AwsException.user(
                    404,
                    "ProvisionedConcurrencyConfigNotFoundException",
                    "No Provisioned Concurrency Config found for this function"));
    request.answer(200, new View(found, Optional.empty()));
  }

  private void list(AwsRequest request) {
    FunctionRef function = request.function();
    if (versions.find(function.name().latest()).isEmpty()) {
      throw function.notFound();
    }
    String after = request.query("Marker").orElse("");
    List<Provision> all = versions.provisions().list(function.name());
    Page<Provision> page =
        Page.of(
            all.stream().filter(each -> each.qualifier().compareTo(after) > 0),
            request.countMax(PAGE_MAX),
            Provision::qualifier);
    request.answer(
        200,
        new Pages<>(
            "ProvisionedConcurrencyConfigs",
            page,
            each -> new View(each, Optional.of(function.arn(each.qualifier())))));
  }

  /// To delete what is not there is no error at AWS.
  void delete(AwsRequest request) {
    FunctionRef function = published(request);
    var _ = versions.provisions().remove(function.name(), function.qualifierOrLatest());
    request.done();
  }

  private FunctionRef published(AwsRequest request) {
    FunctionRef function = request.function();
    String qualifier =
        function
            .qualifier()
            .orElseThrow(() -> AwsException.validation("null", "qualifier", "not be null"));
    if (qualifier.equals(FunctionId.LATEST)) {
      throw AwsException.parameter(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
    boolean isAlias = !FunctionId.isVersion(qualifier);
    if (versions.find(function.name().latest()).isEmpty()) {
      throw function.notFound();
    }
    if (isAlias && versions.alias(function.name(), qualifier).isEmpty()) {
      throw AwsException.notFound("Cannot find alias arn: " + function.arn(qualifier));
    }
    return request.known(versions);
  }

  /// `ProvisionedConcurrencyConfigListItem` of the service model; without the name, an answer to
  /// Get or Put.
  private record View(Provision provision, Optional<String> arn) implements Wire {

    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      if (arn.isPresent()) {
        json.writeStringField("FunctionArn", arn.get());
      }
      json.writeNumberField("RequestedProvisionedConcurrentExecutions", provision.requestedCount());
      json.writeNumberField("AvailableProvisionedConcurrentExecutions", provision.readyCount());
      json.writeNumberField("AllocatedProvisionedConcurrentExecutions", provision.allocatedCount());
      json.writeStringField("Status", provision.status().name());
      if (!provision.reason().isEmpty()) {
        json.writeStringField("StatusReason", provision.reason());
      }
      json.writeStringField("LastModified", Times.modified(provision.modifiedUtcNs()));
      json.writeEndObject();
    }
  }
}
