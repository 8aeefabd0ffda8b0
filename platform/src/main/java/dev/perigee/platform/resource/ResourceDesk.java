package dev.perigee.platform.resource;

import dev.perigee.api.Json;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.resource.Item;
import dev.perigee.fabric.resource.Items.Condition;
import dev.perigee.fabric.resource.Items.Write;
import dev.perigee.fabric.resource.Messages.Message;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.trigger.Triggers;
import dev.perigee.world.node.ResourceCalls;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/// Answers what functions ask while they run. Whose resources they are the platform says, not the
/// function: it reaches those of its own tenant and no others.
public final class ResourceDesk implements ResourceCalls {
  private static final int VALUE_BYTES_MAX = 1 << 20;
  private static final int OBJECT_BYTES_MAX = 4 << 20;
  private static final int LEASE_S_MAX = 43_200;
  private static final int PAGE_MAX = 1_000;
  private static final int KEY_CHARACTERS_MAX = 1_024;

  private final Resources resources;
  private final Triggers triggers;
  private final Function<UUID, Origin> origins;

  /// @param origins what led to an invocation, itself included
  public ResourceDesk(Resources resources, Triggers triggers, Function<UUID, Origin> origins) {
    this.resources = resources;
    this.triggers = triggers;
    this.origins = origins;
  }

  @Override
  public byte[] call(FunctionId function, UUID invocationId, byte[] request) {
    try {
      Question question = Question.read(request);
      return Json.bytes(answer(function.tenant(), origins.apply(invocationId), question));
    } catch (WireException e) {
      return refusal("Invalid", String.join("; ", e.problems()));
    } catch (ControlException e) {
      return refusal(
          e.kind() == ControlException.Kind.THROTTLED ? "Full" : "Refused",
          String.valueOf(e.getMessage()));
    } catch (FabricException e) {
      return refusal(kind(e), String.valueOf(e.getMessage()));
    }
  }

  private static String kind(FabricException e) {
    return switch (e.reason()) {
      case NOT_FOUND -> "NotFound";
      case CONFLICT -> "Conflict";
      case BUSY -> "Full";
      case REFUSED -> "Invalid";
      case DISK_FULL,
          DAMAGED,
          NEWER_VERSION,
          LOCKED,
          READ_ONLY,
          CLOSED,
          LOST,
          TIMED_OUT,
          REMOTE,
          IO ->
          "Unavailable";
    };
  }

  private static byte[] refusal(String kind, String why) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("kind", kind);
      json.writeStringField("error", why);
      json.writeEndObject();
    });
  }

  private Wire answer(String tenant, Origin origin, Question question) {
    String op = question.text("op");
    String name = question.text("name");
    return switch (op) {
      case "queue.send" -> send(new ResourceId(tenant, Kind.QUEUE, name), origin, question);
      case "queue.receive" -> receive(new ResourceId(tenant, Kind.QUEUE, name), question);
      case "queue.delete" ->
          field(
              "deleted",
              resources
                  .messages()
                  .delete(new ResourceId(tenant, Kind.QUEUE, name), question.texts("receipts")));
      case "topic.publish" -> publish(new ResourceId(tenant, Kind.TOPIC, name), origin, question);
      case "table.get", "bucket.get" -> get(keyed(tenant, op, name), question);
      case "table.put", "bucket.put" -> put(keyed(tenant, op, name), origin, question);
      case "table.delete", "bucket.delete" -> delete(keyed(tenant, op, name), origin, question);
      case "table.keys", "bucket.keys" -> keys(keyed(tenant, op, name), question);
      default -> throw new WireException(List.of("there is no operation '" + op + "'"));
    };
  }

  private static ResourceId keyed(String tenant, String op, String name) {
    return new ResourceId(tenant, op.startsWith("table") ? Kind.TABLE : Kind.BUCKET, name);
  }

  private Wire send(ResourceId queue, Origin origin, Question question) {
    List<String> messages = small(question.texts("messages"));
    int delayS = question.number("delayS", 0, LEASE_S_MAX);
    List<Long> ids = resources.messages().send(queue, messages, delayS, origin);
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("ids");
      for (Long id : ids) {
        json.writeString(id.toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private static List<String> small(List<String> messages) {
    if (messages.isEmpty() || messages.stream().anyMatch(each -> each.length() > VALUE_BYTES_MAX)) {
      throw new WireException(
          List.of("send at least one message, each of " + VALUE_BYTES_MAX + " characters at most"));
    }
    return messages;
  }

  private Wire receive(ResourceId queue, Question question) {
    OptionalInt leaseS =
        question.number("leaseS").isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(question.number("leaseS", 0, LEASE_S_MAX));
    List<Message> taken =
        resources.messages().receive(queue, question.number("max", 10, PAGE_MAX), leaseS);
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("messages");
      for (Message each : taken) {
        json.writeStartObject();
        json.writeStringField("id", Long.toString(each.id()));
        json.writeStringField("receipt", each.receipt());
        json.writeStringField("body", each.body());
        json.writeNumberField("receives", each.receives());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private Wire publish(ResourceId topic, Origin origin, Question question) {
    if (resources.find(topic).isEmpty()) {
      throw new FabricException(
          FabricException.Reason.NOT_FOUND, "there is no " + topic + ": create it first");
    }
    List<String> messages = small(question.texts("messages"));
    return field("deliveries", triggers.publish(topic.tenant(), topic.name(), messages, origin));
  }

  private Wire get(ResourceId resource, Question question) {
    Optional<Item> item = resources.items().get(resource, key(question));
    return json -> {
      json.writeStartObject();
      if (item.isPresent()) {
        json.writeStringField("value", Base64.getEncoder().encodeToString(item.get().value()));
        json.writeStringField("contentType", item.get().contentType());
        json.writeNumberField("version", item.get().version());
      }
      json.writeEndObject();
    };
  }

  private static String key(Question question) {
    String key = question.text("key");
    if (key.isEmpty() || key.length() > KEY_CHARACTERS_MAX) {
      throw new WireException(
          List.of(
              "a key has 1 to " + KEY_CHARACTERS_MAX + " characters, this one " + key.length()));
    }
    return key;
  }

  private Wire put(ResourceId resource, Origin origin, Question question) {
    byte[] value = question.bytes("value");
    int bytesMax = resource.kind() == Kind.TABLE ? VALUE_BYTES_MAX : OBJECT_BYTES_MAX;
    if (value.length > bytesMax) {
      throw new WireException(
          List.of("the value has %d bytes, at most %d".formatted(value.length, bytesMax)));
    }
    Write write =
        new Write(
            key(question),
            value,
            question.text("contentType", "application/octet-stream"),
            condition(question),
            question.number("ttlS"),
            origin);
    return field("version", resources.items().put(resource, write));
  }

  private static Condition condition(Question question) {
    if (question.flag("ifAbsent")) {
      return new Condition.Absent();
    }
    return question.number("ifVersion").isEmpty()
        ? new Condition.Any()
        : new Condition.Version(question.number("ifVersion").getAsLong());
  }

  private Wire delete(ResourceId resource, Origin origin, Question question) {
    boolean deleted =
        resources.items().delete(resource, key(question), condition(question), origin);
    return json -> {
      json.writeStartObject();
      json.writeBooleanField("deleted", deleted);
      json.writeEndObject();
    };
  }

  private Wire keys(ResourceId resource, Question question) {
    List<Item> items =
        resources
            .items()
            .list(
                resource,
                question.text("prefix", ""),
                question.text("after", ""),
                question.number("limit", 100, PAGE_MAX));
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("keys");
      for (Item each : items) {
        json.writeString(each.key());
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private static Wire field(String name, long value) {
    return json -> {
      json.writeStartObject();
      json.writeNumberField(name, value);
      json.writeEndObject();
    };
  }
}
