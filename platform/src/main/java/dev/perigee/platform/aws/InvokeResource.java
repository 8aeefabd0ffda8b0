package dev.perigee.platform.aws;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.events.EventQueue;
import dev.perigee.platform.http.CallerContext;
import dev.perigee.platform.http.EventCheck;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.InvokeRoute;
import dev.perigee.platform.http.Route;
import dev.perigee.world.node.CallContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Runs functions. A plain call of a plain name goes straight to the hot path.
///
/// @param streams whether answers are sent as event streams
record InvokeResource(
    Versions versions, InvokeRoute invoke, EventQueue events, FunctionLogs logs, boolean streams)
    implements Route.Action {
  private static final HeaderName TYPE = HeaderNames.create("X-Amz-Invocation-Type");
  private static final HeaderName LOG_TYPE = HeaderNames.create("X-Amz-Log-Type");
  private static final HeaderName EXECUTED_VERSION = HeaderNames.create("X-Amz-Executed-Version");
  private static final String WAIT = "RequestResponse";
  private static final int SYNC_BYTES_MAX = 6 << 20;

  /// What AWS takes for events since October 2025.
  private static final int EVENT_BYTES_MAX = 1 << 20;

  /// The same with answers as event streams.
  InvokeResource streaming() {
    return new InvokeResource(versions, invoke, events, logs, true);
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (!streams && isPlain(exchange)) {
      invoke.answer(exchange);
      return;
    }
    UUID id = UUID.randomUUID();
    exchange.response().header(ApiAction.REQUEST_ID, id.toString());
    try {
      answer(exchange, id);
    } catch (AwsException e) {
      e.send(exchange);
    } catch (ControlException e) {
      AwsException.of(e).send(exchange);
    }
  }

  private static boolean isPlain(Exchange exchange) {
    return exchange.name().indexOf(':') < 0
        && exchange.request().query().isEmpty()
        && !exchange.request().headers().contains(TYPE)
        && !exchange.request().headers().contains(LOG_TYPE);
  }

  private void answer(Exchange exchange, UUID id) throws IOException {
    byte[] event = InvokeRoute.event(exchange);
    if (event == null) {
      throw tooLarge(SYNC_BYTES_MAX);
    }
    AwsRequest request = AwsRequest.of(exchange, event);
    FunctionRef function = request.function();
    FunctionId target =
        versions
            .resolve(function.name(), function.qualifierOrLatest())
            .orElseThrow(function::notFound);
    String type = request.header(TYPE).orElse(WAIT);
    if (type.equals("Event") && streams) {
      throw noSuchType(type, "[DryRun, RequestResponse]");
    }
    switch (type) {
      case WAIT -> {
        CallContext context = context(exchange, function);
        run(exchange, request, new InvokeRoute.Run(id, target, event, context));
      }
      case "Event" -> queue(exchange, id, function, event);
      case "DryRun" -> dryRun(exchange, target);
      default -> throw noSuchType(type, "[Event, RequestResponse, DryRun]");
    }
  }

  private static AwsException noSuchType(String type, String known) {
    return AwsException.validation(
        "'" + type + "'", "invocationType", "satisfy enum value set: " + known);
  }

  private static CallContext context(Exchange exchange, FunctionRef function) {
    try {
      return CallerContext.of(exchange, function.askedArn());
    } catch (ControlException e) {
      throw AwsException.user(
          400, "InvalidRequestContentException", String.join("; ", e.problems()));
    }
  }

  private void run(Exchange exchange, AwsRequest request, InvokeRoute.Run run) throws IOException {
    Optional<LogTail> tail =
        request
            .header(LOG_TYPE)
            .filter(type -> type.equals("Tail"))
            .map(_ -> LogTail.begin(logs, run.function()));
    if (streams) {
      invoke.stream(exchange, run, new StreamedAnswer(exchange.response(), tail));
    } else {
      invoke.run(
          exchange, run, tail.<InvokeRoute.Sender>map(log -> log::send).orElse(InvokeRoute::send));
    }
  }

  private void queue(Exchange exchange, UUID id, FunctionRef function, byte[] event)
      throws IOException {
    if (event.length > EVENT_BYTES_MAX) {
      throw tooLarge(EVENT_BYTES_MAX);
    }
    try {
      EventCheck.require(event);
    } catch (ControlException e) {
      throw AwsException.content(String.join("; ", e.problems()));
    }
    Addressee addressee =
        new Addressee(function.name(), function.qualifierOrLatest(), function.askedArn());
    events.accept(List.of(Delivery.first(id, addressee, event, CallerContext.trace(exchange))));
    exchange.response().status(Status.ACCEPTED_202).send();
  }

  private static void dryRun(Exchange exchange, FunctionId target) {
    exchange.response().header(EXECUTED_VERSION, target.qualifier());
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static AwsException tooLarge(int bytesMax) {
    return AwsException.user(
        413,
        "RequestTooLargeException",
        "Request must be smaller than " + bytesMax + " bytes for the InvokeFunction operation");
  }
}
