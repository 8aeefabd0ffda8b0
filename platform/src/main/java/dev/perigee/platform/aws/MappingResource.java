package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.control.Versions.Page;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.mapping.MappingBook;
import dev.perigee.platform.mapping.Pattern;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Event-source mappings of the platform's own queues, which are named by ARNs of SQS.
///
/// @param check throws if a mapping would make its function run itself
record MappingResource(
    Versions versions,
    Resources resources,
    MappingBook book,
    Consumer<Mapping> check,
    Clock clock) {
  private static final String QUEUES =
      "arn:aws:sqs:" + FunctionArn.REGION_DEFAULT + ":" + FunctionArn.ACCOUNT + ":";
  private static final int PAGE_MAX = 100;

  void create(AwsRequest request) {
    Fields fields = request.fields();
    FunctionRef function = request.function(fields.needed("FunctionName", "functionName"));
    String queue = queue(fields.needed("EventSourceArn", "eventSourceArn"));
    boolean isDouble =
        book.list(request.tenant()).stream()
            .anyMatch(each ->
                each.queue().equals(queue) && each.function().equals(function.name().name()));
    if (isDouble) {
      throw AwsException.conflict(
          "An event source mapping with SQS arn (\" "
              + QUEUES
              + queue
              + " \") and function (\" "
              + function.name().name()
              + " \") already exists. Please update or delete the existing mapping.");
    }
    Mapping fresh =
        new Mapping(
            UUID.randomUUID(),
            request.tenant(),
            queue,
            function.name().name(),
            function.qualifierOrLatest(),
            function.askedArn(),
            Mapping.BATCH_DEFAULT,
            0,
            false,
            List.of(),
            Mapping.CONCURRENCY_UNLIMITED,
            true,
            clock.utcNs());
    put(request, changed(request, fresh, fields), fields, "Creating");
  }

  void update(AwsRequest request) {
    Mapping before = known(request);
    Fields fields = request.fields();
    Mapping after = changed(request, before, fields);
    String state =
        before.isEnabled() == after.isEnabled()
            ? "Updating"
            : after.isEnabled() ? "Enabling" : "Disabling";
    put(request, after, fields, state);
  }

  private void put(AwsRequest request, Mapping mapping, Fields fields, String state) {
    requireLease(request, mapping);
    if (fields.integer("BatchSize").orElse(1) > 10 && mapping.windowS() == 0) {
      throw AwsException.parameter(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
              + " than 10");
    }
    if (mapping.isEnabled() && !request.allowsCycle()) {
      check.accept(mapping);
    }
    book.put(mapping);
    request.answer(202, view(mapping, state));
  }

  /// A message must stay its function's as long as that may take.
  private void requireLease(AwsRequest request, Mapping mapping) {
    FunctionRef function = request.function(mapping.functionArn());
    FunctionId target =
        versions
            .resolve(function.name(), function.qualifierOrLatest())
            .orElseThrow(function::notFound);
    ResourceStatus queue =
        resources
            .find(new ResourceId(request.tenant(), Kind.QUEUE, mapping.queue()))
            .orElseThrow(() ->
                AwsException.parameter(
                    "Error occurred while ReceiveMessage. SQS Error Code:"
                        + " AWS.SimpleQueueService.NonExistentQueue. The specified queue does not"
                        + " exist: "
                        + mapping.queue()));
    FunctionSpec spec = versions.find(target).orElseThrow(function::notFound).function();
    if (queue.setting().leaseS() * 1_000L < spec.timeoutMs()) {
      throw AwsException.parameter(
          "Queue visibility timeout: %d seconds is less than Function timeout: %d seconds"
              .formatted(queue.setting().leaseS(), (spec.timeoutMs() + 999) / 1_000));
    }
  }

  private Mapping changed(AwsRequest request, Mapping before, Fields fields) {
    Optional<FunctionRef> function = fields.text("FunctionName").map(request::function);
    Fields scaling = fields.object("ScalingConfig");
    return new Mapping(
        before.id(),
        before.tenant(),
        before.queue(),
        function.map(each -> each.name().name()).orElse(before.function()),
        function.map(FunctionRef::qualifierOrLatest).orElse(before.qualifier()),
        function.map(FunctionRef::askedArn).orElse(before.functionArn()),
        between(fields, "BatchSize", 1, 10_000).orElse(before.batchSize()),
        between(fields, "MaximumBatchingWindowInSeconds", 0, 300).orElse(before.windowS()),
        fields.has("FunctionResponseTypes") ? isPartial(fields) : before.isPartial(),
        fields.has("FilterCriteria") ? filters(fields) : before.filters(),
        fields.has("ScalingConfig")
            ? between(scaling, "MaximumConcurrency", 2, 1_000).orElse(Mapping.CONCURRENCY_UNLIMITED)
            : before.concurrencyMax(),
        fields.has("Enabled") ? fields.flag("Enabled") : before.isEnabled(),
        clock.utcNs());
  }

  private static boolean isPartial(Fields fields) {
    for (Object type : fields.list("FunctionResponseTypes")) {
      if (!"ReportBatchItemFailures".equals(type)) {
        throw AwsException.validation(
            "'[" + type + "]'",
            "functionResponseTypes",
            "satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]");
      }
    }
    return !fields.list("FunctionResponseTypes").isEmpty();
  }

  private static List<String> filters(Fields fields) {
    List<String> filters = new ArrayList<>();
    for (Object each : fields.object("FilterCriteria").list("Filters")) {
      String pattern =
          each instanceof Map<?, ?> filter && filter.get("Pattern") instanceof String text
              ? text
              : "";
      try {
        Pattern.require(pattern);
      } catch (WireException e) {
        throw AwsException.parameter("Invalid filter pattern definition. " + e.getMessage());
      }
      filters.add(pattern);
    }
    return filters;
  }

  private static Optional<Integer> between(Fields fields, String name, int min, int max) {
    Optional<Integer> value = fields.integer(name);
    if (value.isPresent() && (value.get() < min || value.get() > max)) {
      String rule =
          value.get() < min
              ? "have value greater than or equal to " + min
              : "have value less than or equal to " + max;
      throw AwsException.validation(
          "'" + value.get() + "'",
          name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1),
          rule);
    }
    return value;
  }

  private static String queue(String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    if (!arn.contains(":sqs:") || name.isEmpty()) {
      throw AwsException.parameter(
          "Unrecognized event source: "
              + arn
              + ". Give a queue of the platform as "
              + QUEUES
              + "NAME");
    }
    return name;
  }

  void get(AwsRequest request) {
    Mapping mapping = known(request);
    request.answer(200, view(mapping, state(mapping)));
  }

  void delete(AwsRequest request) {
    Mapping mapping = known(request);
    book.delete(mapping);
    request.answer(202, view(mapping, "Deleting"));
  }

  void list(AwsRequest request) {
    Optional<String> queue = request.query("EventSourceArn").map(MappingResource::queue);
    Optional<String> function =
        request.query("FunctionName").map(text -> request.function(text).name().name());
    String after = request.query("Marker").orElse("");
    Page<Mapping> page =
        Page.of(
            book.list(request.tenant()).stream()
                .filter(each -> queue.isEmpty() || queue.get().equals(each.queue()))
                .filter(each -> function.isEmpty() || function.get().equals(each.function()))
                .sorted(java.util.Comparator.comparing(each -> each.id().toString()))
                .filter(each -> each.id().toString().compareTo(after) > 0),
            request.countMax(PAGE_MAX),
            each -> each.id().toString());
    request.answer(200, new Pages<>("EventSourceMappings", page, each -> view(each, state(each))));
  }

  private Mapping known(AwsRequest request) {
    String id = request.value(0);
    try {
      return book.find(request.tenant(), UUID.fromString(id)).orElseThrow(MappingResource::none);
    } catch (IllegalArgumentException noId) {
      throw none();
    }
  }

  private static AwsException none() {
    return AwsException.notFound("The resource you requested does not exist.");
  }

  private static String state(Mapping mapping) {
    return mapping.isEnabled() ? "Enabled" : "Disabled";
  }

  private static Wire view(Mapping mapping, String state) {
    return json -> write(json, mapping, state);
  }

  private static void write(JsonGenerator json, Mapping mapping, String state) throws IOException {
    json.writeStartObject();
    json.writeStringField("UUID", mapping.id().toString());
    json.writeStringField(
        "EventSourceMappingArn",
        "arn:aws:lambda:"
            + FunctionArn.REGION_DEFAULT
            + ":"
            + FunctionArn.ACCOUNT
            + ":event-source-mapping:"
            + mapping.id());
    json.writeNumberField("BatchSize", mapping.batchSize());
    json.writeNumberField("MaximumBatchingWindowInSeconds", mapping.windowS());
    json.writeStringField("EventSourceArn", QUEUES + mapping.queue());
    json.writeStringField("FunctionArn", mapping.functionArn());
    json.writeNumberField(
        "LastModified", TimeUnit.NANOSECONDS.toMillis(mapping.modifiedUtcNs()) / 1e3);
    json.writeStringField("State", state);
    json.writeStringField("StateTransitionReason", "USER_INITIATED");
    json.writeArrayFieldStart("FunctionResponseTypes");
    if (mapping.isPartial()) {
      json.writeString("ReportBatchItemFailures");
    }
    json.writeEndArray();
    if (!mapping.filters().isEmpty()) {
      json.writeObjectFieldStart("FilterCriteria");
      json.writeArrayFieldStart("Filters");
      for (String pattern : mapping.filters()) {
        json.writeStartObject();
        json.writeStringField("Pattern", pattern);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    if (mapping.concurrencyMax() != Mapping.CONCURRENCY_UNLIMITED) {
      json.writeObjectFieldStart("ScalingConfig");
      json.writeNumberField("MaximumConcurrency", mapping.concurrencyMax());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
