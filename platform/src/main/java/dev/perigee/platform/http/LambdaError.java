package dev.perigee.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;

/// An error as the AWS Lambda API words it.
///
/// @param type stands in the header `x-amzn-ErrorType`
public record LambdaError(int status, String type, Form form, String message) {
  private static final HeaderName ERROR_TYPE = HeaderNames.create("x-amzn-ErrorType");

  /// What the body holds beside the message, and how that is called there.
  public enum Form {
    /// Nothing: errors from before the service is reached.
    PLAIN("", "message"),
    /// Most errors.
    USER("User", "message"),
    /// A capital letter, as AWS writes it where something is not found.
    MISSING("User", "Message"),
    /// The fault is not the caller's.
    SERVICE("Service", "Message");

    private final String kind;
    private final String messageField;

    Form(String kind, String messageField) {
      this.kind = kind;
      this.messageField = messageField;
    }
  }

  /// @param reason a field more; empty for none
  private void write(JsonGenerator json, String reason) throws IOException {
    json.writeStartObject();
    if (!reason.isEmpty()) {
      json.writeStringField("Reason", reason);
    }
    if (!form.kind.isEmpty()) {
      json.writeStringField("Type", form.kind);
    }
    json.writeStringField(form.messageField, message);
    json.writeEndObject();
  }

  public void send(Exchange exchange) {
    send(exchange, "");
  }

  /// With the reason of a throttle, which has a field of its own.
  void send(Exchange exchange, String reason) {
    exchange.response().status(Status.create(status)).header(Exchange.JSON);
    exchange.response().header(HeaderValues.create(ERROR_TYPE, type));
    exchange.response().send(Json.bytes(json -> write(json, reason)));
  }
}
