package dev.perigee.platform.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.Messages.Message;
import dev.perigee.model.function.FunctionArn;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Messages on their way to a function, in the form in which AWS sends those of SQS.
record Batch(String queue, List<Message> messages) {

  static String arn(String queue) {
    return "arn:aws:sqs:" + FunctionArn.REGION_DEFAULT + ":" + FunctionArn.ACCOUNT + ":" + queue;
  }

  byte[] event() {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (Message each : messages) {
        record(json, each);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private void record(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    json.writeStringField("messageId", id(message));
    json.writeStringField("receiptHandle", message.receipt());
    json.writeStringField("body", message.body());
    json.writeObjectFieldStart("attributes");
    json.writeStringField("ApproximateReceiveCount", Integer.toString(message.receives()));
    json.writeStringField("SentTimestamp", ms(message.sentUtcNs()));
    json.writeStringField("SenderId", FunctionArn.ACCOUNT);
    json.writeStringField("ApproximateFirstReceiveTimestamp", ms(message.firstUtcNs()));
    json.writeEndObject();
    json.writeObjectFieldStart("messageAttributes");
    json.writeEndObject();
    json.writeStringField("md5OfBody", md5(message.body()));
    json.writeStringField("eventSource", "aws:sqs");
    json.writeStringField("eventSourceARN", arn(queue));
    json.writeStringField("awsRegion", FunctionArn.REGION_DEFAULT);
    json.writeEndObject();
  }

  private static String id(Message message) {
    return new UUID(0x4000L, 0x8000_0000_0000_0000L | message.id()).toString();
  }

  private static String ms(long utcNs) {
    return Long.toString(utcNs / 1_000_000);
  }

  private static String md5(String body) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5", e);
    }
  }

  /// The messages that a function's answer does not name as failed; none if the answer can't be
  /// understood.
  List<Message> done(byte[] answer) {
    Optional<Set<String>> failed = failures(answer);
    return failed.isEmpty()
        ? List.of()
        : messages.stream().filter(each -> !failed.get().contains(id(each))).toList();
  }

  /// Empty if all count as failed.
  private Optional<Set<String>> failures(byte[] answer) {
    Set<String> failed = new HashSet<>();
    try {
      Object said = Json.read(answer);
      if (!(said instanceof Map<?, ?> fields) || fields.get("batchItemFailures") == null) {
        return Optional.of(failed);
      }
      if (!(fields.get("batchItemFailures") instanceof List<?> list)) {
        return Optional.empty();
      }
      for (Object each : list) {
        if (!(each instanceof Map<?, ?> failure)
            || !(failure.get("itemIdentifier") instanceof String id)
            || messages.stream().noneMatch(message -> id(message).equals(id))) {
          return Optional.empty();
        }
        failed.add(id);
      }
      return Optional.of(failed);
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
