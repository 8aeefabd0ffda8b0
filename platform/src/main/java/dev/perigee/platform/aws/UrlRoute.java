package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.WireException;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.Caller;
import dev.perigee.platform.access.Gate;
import dev.perigee.platform.access.Right;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.FunctionUrl;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.http.CallerContext;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.InvokeRoute;
import dev.perigee.platform.http.Route;
import dev.perigee.platform.http.StreamedRun;
import dev.perigee.world.Clock;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Calls a function by its address: any method, any path below it.
record UrlRoute(Gate gate, Versions versions, Invoker invoker, Clock clock)
    implements Route.Action {
  static final String TEMPLATE = "/url/{id}/{path+}";
  private static final int BODY_BYTES_MAX = 6 << 20;

  @Override
  public void answer(Exchange exchange) throws IOException {
    UUID id = UUID.randomUUID();
    exchange.response().header(ApiAction.REQUEST_ID, id.toString());
    if (gate != Gate.OPEN) {
      exchange.response().header(UrlAnswer.SANDBOXED);
    }
    FunctionName function = versions.ofUrl(exchange.name()).orElse(null);
    Optional<FunctionUrl> url =
        function == null
            ? Optional.empty()
            : versions.settings(function).urls().values().stream()
                .filter(each -> each.id().equals(exchange.name()))
                .findFirst();
    Optional<UrlCors> cors = url.flatMap(UrlCors::of);
    if (cors.isPresent() && UrlCors.isPreflight(exchange)) {
      cors.get().answerPreflight(exchange);
      return;
    }
    cors.ifPresent(allowed -> allowed.addTo(exchange));
    if (function == null || url.isEmpty()) {
      message(exchange, Status.NOT_FOUND_404, "Not Found");
    } else if (!mayCall(exchange, url.get(), function)) {
      message(exchange, Status.FORBIDDEN_403, "Forbidden");
    } else {
      call(exchange, id, function, url.get());
    }
  }

  /// With `AWS_IAM`: whoever signs with a key that may invoke the function.
  private boolean mayCall(Exchange exchange, FunctionUrl url, FunctionName function) {
    if (url.authType().equals("NONE")) {
      return true;
    }
    if (!exchange.request().headers().contains(HeaderNames.AUTHORIZATION)) {
      return false;
    }
    try {
      Caller caller = exchange.callerBy(gate);
      return caller.may(Right.INVOKE)
          && caller.speaksFor(function.tenant()).equals(function.tenant());
    } catch (AccessException _) {
      return false;
    }
  }

  private void call(Exchange exchange, UUID id, FunctionName function, FunctionUrl url)
      throws IOException {
    byte[] body = exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      message(exchange, Status.REQUEST_ENTITY_TOO_LARGE_413, "Request Too Long");
    } else {
      call(new UrlCall(exchange, url.id(), id, clock.utcNs(), body), function, url);
    }
  }

  private void call(UrlCall call, FunctionName function, FunctionUrl url) {
    Exchange exchange = call.exchange();
    Optional<FunctionId> target = versions.resolve(function, url.qualifier());
    if (target.isEmpty()) {
      message(exchange, Status.NOT_FOUND_404, "Not Found");
      return;
    }
    InvokeRoute.Run run =
        new InvokeRoute.Run(
            call.requestId(), target.get(), call.event(), context(exchange, function, url));
    if (url.invokeMode().equals("RESPONSE_STREAM")) {
      stream(exchange, run);
    } else {
      run(exchange, run);
    }
  }

  private void run(Exchange exchange, InvokeRoute.Run run) {
    try {
      switch (invoker.invoke(run.id(), run.function(), run.event(), run.context())) {
        case InvocationResult.Answered answered -> {
          if (answered.entry().outcome() == Outcome.OK) {
            UrlAnswer.of(answered.payload()).send(exchange.response());
          } else {
            message(exchange, Status.BAD_GATEWAY_502, "Internal Server Error");
          }
        }
        case InvocationResult.Refused _ ->
            message(exchange, Status.TOO_MANY_REQUESTS_429, "Too Many Requests");
      }
    } catch (ControlException _) {
      message(exchange, Status.BAD_GATEWAY_502, "Internal Server Error");
    }
  }

  private void stream(Exchange exchange, InvokeRoute.Run run) {
    StreamedUrlAnswer answer = new StreamedUrlAnswer(exchange.response());
    try {
      switch (new StreamedRun(invoker).run(run, answer)) {
        case InvocationResult.Answered(byte[] rest, LedgerEntry entry) -> {
          boolean isOk = entry.outcome() == Outcome.OK;
          if (isOk && answer.hasBegun()) {
            answer.close();
          } else if (isOk) {
            UrlAnswer.of(rest).send(exchange.response());
          } else {
            broken(exchange, answer, Status.BAD_GATEWAY_502, "Internal Server Error");
          }
        }
        case InvocationResult.Refused _ ->
            broken(exchange, answer, Status.TOO_MANY_REQUESTS_429, "Too Many Requests");
      }
    } catch (ControlException | WireException _) {
      broken(exchange, answer, Status.BAD_GATEWAY_502, "Internal Server Error");
    }
  }

  /// An answer that has begun can only be cut off: its length is not told, so the client notices.
  private static void broken(
      Exchange exchange, StreamedUrlAnswer answer, Status status, String message) {
    if (answer.hasBegun()) {
      throw new CloseConnectionException("the answer can't be completed: " + message);
    }
    message(exchange, status, message);
  }

  private static CallContext context(Exchange exchange, FunctionName function, FunctionUrl url) {
    FunctionRef asked =
        new FunctionRef(
            function,
            CallerContext.region(exchange),
            Optional.of(url.qualifier()).filter(each -> !each.equals(FunctionId.LATEST)));
    return new CallContext(asked.askedArn(), "", CallerContext.trace(exchange));
  }

  private static void message(Exchange exchange, Status status, String message) {
    exchange.response().status(status).header(Exchange.JSON);
    exchange.response().send(("{\"Message\":\"" + message + "\"}").getBytes(UTF_8));
  }
}
