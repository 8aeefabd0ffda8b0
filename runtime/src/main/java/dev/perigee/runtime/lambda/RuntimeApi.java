package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.Slots.Taken;
import dev.perigee.runtime.lambda.http.Endpoint;
import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpRequest.Extent;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.lambda.http.Upload;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.world.node.AnswerStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The Runtime API of one sandbox: hands invocations out, takes answers in.
final class RuntimeApi implements Endpoint {
  static final String ROOT = "/2018-06-01/";
  private static final String RUNTIME = ROOT + "runtime/";
  private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
  private static final String INVOCATION = RUNTIME + "invocation/";

  private static final int MAX = FunctionErrors.ANSWER_MAX_BYTES;

  private final Slots slots;
  private final CompletableFuture<InitResult> init = new CompletableFuture<>();

  RuntimeApi(int concurrency, Slots.Gate gate) {
    slots = new Slots(concurrency, gate, NextResponse::of);
  }

  /// Completes when the runtime asks for its first invocation, or says why it can't.
  CompletableFuture<InitResult> init() {
    return init;
  }

  Slots slots() {
    return slots;
  }

  /// A stream of an answer goes on to its caller, if that one reads meanwhile. The answer is taken
  /// when it begins: a second one comes too late.
  @Override
  public Optional<Upload> upload(HttpRequest head) {
    String path = head.path();
    if (!head.method().equals("POST")
        || !path.startsWith(INVOCATION)
        || !path.endsWith("/response")
        || !head.header(MODE).orElse("").equals("streaming")) {
      return Optional.empty();
    }
    String id = idIn(path, "/response");
    Optional<AnswerStream> stream = slots.find(id).flatMap(call -> call.invocation().stream());
    if (stream.isEmpty() || !(slots.take(id, RuntimeEvent.RESPONSE) instanceof Taken.Yes yes)) {
      return Optional.empty();
    }
    head.header("Content-Type").ifPresent(stream.get()::type);
    return Optional.of(new PassedAnswer(yes.call(), stream.get()));
  }

  @Override
  public Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection) {
    if (request.is("GET", INVOCATION + "next")) {
      return next(connection);
    }
    return Optional.of(respond(request));
  }

  private Optional<HttpResponse> next(HttpConnection connection) {
    long atNs = System.nanoTime();
    if (!slots.next(connection)) {
      return Optional.of(wrongState(RuntimeEvent.NEXT));
    }
    init.complete(new InitResult.Ready(atNs));
    return Optional.empty();
  }

  private HttpResponse respond(HttpRequest request) {
    String path = request.path();
    if (request.is("GET", ROOT + "ping")) {
      return HttpResponse.text("pong");
    }
    if (request.is("GET", RUNTIME + "restore/next")) {
      return wrongState(RuntimeEvent.RESTORE_NEXT);
    }
    if (!request.method().equals("POST")) {
      return unknown(request);
    }
    if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
      return response(request, idIn(path, "/response"));
    }
    if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
      return error(request, idIn(path, "/error"));
    }
    return switch (path) {
      case RUNTIME + "init/error" -> initError(request);
      case RUNTIME + "restore/error" -> wrongState(RuntimeEvent.RESTORE_ERROR);
      default -> unknown(request);
    };
  }

  static HttpResponse unknown(HttpRequest request) {
    return HttpResponse.error(
        404, "NotFound", "there is no " + request.method() + " " + request.path());
  }

  private static String idIn(String path, String end) {
    int from = INVOCATION.length();
    return path.substring(from, Math.max(from, path.length() - end.length()));
  }

  private HttpResponse initError(HttpRequest request) {
    if (request.extent() == Extent.TRUNCATED) {
      return truncated();
    }
    if (!slots.initError()) {
      return wrongState(RuntimeEvent.INIT_ERROR);
    }
    init.complete(new InitResult.Failed(ErrorReport.of(request).body()));
    return HttpResponse.accepted();
  }

  private HttpResponse response(HttpRequest request, String id) {
    String mode = request.header(MODE).orElse("");
    if (!mode.isEmpty() && !mode.equals("streaming")) {
      return HttpResponse.error(
          400, "InvalidFunctionResponseMode", "the response mode " + mode + " is not known");
    }
    return switch (request.extent()) {
      case WHOLE -> take(id, RuntimeEvent.RESPONSE, reply(request), HttpResponse.accepted());
      case OVERSIZED -> take(id, RuntimeEvent.RESPONSE, tooLargeReply(), tooLarge(MAX));
      case TRUNCATED -> take(id, RuntimeEvent.RESPONSE, Reply.truncated(), truncated());
    };
  }

  private static Reply tooLargeReply() {
    return Reply.tooLarge(MAX);
  }

  static Reply reply(HttpRequest request) {
    return ErrorReport.afterStream(request)
        .map(error -> Reply.error(error.body(), error.type()))
        .orElseGet(() -> Reply.ok(request.body()));
  }

  private HttpResponse error(HttpRequest request, String id) {
    if (request.extent() == Extent.TRUNCATED) {
      return take(id, RuntimeEvent.ERROR, Reply.truncated(), truncated());
    }
    ErrorReport report = ErrorReport.of(request);
    return request.extent() == Extent.OVERSIZED
        ? take(id, RuntimeEvent.ERROR, tooLargeReply(), tooLarge(MAX))
        : take(
            id,
            RuntimeEvent.ERROR,
            Reply.error(report.body(), report.type()),
            HttpResponse.accepted());
  }

  private HttpResponse take(String id, RuntimeEvent how, Reply reply, HttpResponse said) {
    return switch (slots.take(id, how)) {
      case Taken.Yes(Call call) -> said.then(() -> call.reply().complete(reply));
      case Taken.Unknown() ->
          HttpResponse.error(400, "InvalidRequestID", "no invocation has the id " + id);
      case Taken.WrongState() -> wrongState(how);
    };
  }

  private HttpResponse wrongState(RuntimeEvent event) {
    return HttpResponse.error(
        403, "InvalidStateTransition", event + " does not fit a runtime that is " + slots.states());
  }

  static HttpResponse tooLarge(int bytesMax) {
    return HttpResponse.error(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (" + bytesMax + " bytes).");
  }

  static HttpResponse truncated() {
    return HttpResponse.error(
        400, "TruncatedHTTPRequest", "the connection ended inside the body of the request");
  }

  @Override
  public void left(HttpConnection connection) {
    slots.left(connection);
  }
}
