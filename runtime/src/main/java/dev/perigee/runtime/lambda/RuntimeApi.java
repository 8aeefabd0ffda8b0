package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.JsonText;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Serves the Runtime API to one sandbox: hands invocations out, takes answers in.
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01";
  private static final String INVOCATION = ROOT + "/runtime/invocation/";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final byte[] ACCEPTED = "{\"status\":\"OK\"}\n".getBytes(UTF_8);

  private final ApiDoor door;
  private final int concurrency;
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Map<String, Call> running = new ConcurrentHashMap<>();
  private final AtomicInteger polling = new AtomicInteger();
  private final CompletableFuture<InitResult> init = new CompletableFuture<>();

  /// How the start of a runtime ended.
  sealed interface InitResult {
    /// It asked for its first invocation.
    record Ready(long atNs) implements InitResult {}

    /// It reported an error of its own.
    record Failed(byte[] body) implements InitResult {}
  }

  /// One invocation on its way through the runtime.
  static final class Call {
    private final Invocation invocation;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private volatile long handedNs;

    Call(Invocation invocation) {
      this.invocation = invocation;
    }

    UUID id() {
      return invocation.id();
    }

    /// The process has ended.
    void fail() {
      reply.completeExceptionally(new SandboxException("the process ended"));
    }

    CompletableFuture<Reply> reply() {
      return reply;
    }

    /// When the runtime had the event, on the monotonic clock; 0 before.
    long handedNs() {
      return handedNs;
    }
  }

  /// What the runtime answered, complete at `atNs`.
  record Reply(boolean ok, byte[] payload, long atNs) {}

  /// A reply to the runtime.
  private record Response(int status, Map<String, String> headers, byte[] body) {}

  RuntimeApi(ApiDoor door, int concurrency) {
    this.door = door;
    this.concurrency = concurrency;
    Thread.ofVirtual().name("perigee-runtime-api").start(this::accept);
  }

  CompletableFuture<InitResult> init() {
    return init;
  }

  void offer(Call call) {
    calls.add(call);
  }

  /// The caller has given up.
  void forget(Call call) {
    calls.remove(call);
    running.remove(call.invocation.id().toString());
  }

  private void accept() {
    while (door.server().isOpen()) {
      try {
        SocketChannel channel = door.server().accept();
        Thread.ofVirtual().name("perigee-runtime-api").start(() -> serve(channel));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    HttpConnection connection = new HttpConnection(channel, FunctionErrors.ANSWER_MAX_BYTES);
    try (channel) {
      for (var request = connection.read(); request.isPresent(); request = connection.read()) {
        if (!answer(connection, request.get()) || request.get().closes()) {
          return;
        }
      }
    } catch (IOException gone) {
      // The runtime ended or spoke no HTTP; its process's end tells the caller.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answer(HttpConnection connection, HttpRequest request)
      throws IOException, InterruptedException {
    if (request.path().equals(INVOCATION + "next")) {
      return next(connection);
    }
    Response response = respond(request);
    connection.write(response.status(), response.headers(), response.body());
    return true;
  }

  private boolean next(HttpConnection connection) throws IOException, InterruptedException {
    if (polling.incrementAndGet() + running.size() > concurrency) {
      polling.decrementAndGet();
      Response refusal =
          wrongState("all " + concurrency + " invocations of this sandbox are taken");
      connection.write(refusal.status(), refusal.headers(), refusal.body());
      return true;
    }
    init.complete(new InitResult.Ready(System.nanoTime()));
    Call call;
    try {
      call = calls.take();
      running.put(call.invocation.id().toString(), call);
    } finally {
      polling.decrementAndGet();
    }
    try {
      connection.write(200, headersOf(call.invocation), call.invocation.payload());
      call.handedNs = System.nanoTime();
      return true;
    } catch (IOException gone) {
      // This poller left without telling; another may take the call.
      forget(call);
      calls.add(call);
      throw gone;
    }
  }

  private static Map<String, String> headersOf(Invocation invocation) {
    Map<String, String> headers = new LinkedHashMap<>(JSON);
    headers.put("Lambda-Runtime-Aws-Request-Id", invocation.id().toString());
    headers.put(
        "Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineUtcNs() / 1_000_000));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
    headers.put("Lambda-Runtime-Trace-Id", traceOf(invocation));
    return headers;
  }

  private static String traceOf(Invocation invocation) {
    String hex = invocation.id().toString().replace("-", "");
    return "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Sampled=0";
  }

  private Response respond(HttpRequest request) {
    String path = request.path();
    if (path.equals(ROOT + "/ping")) {
      return new Response(200, Map.of("Content-Type", "text/plain"), "pong".getBytes(UTF_8));
    }
    if (path.equals(ROOT + "/runtime/init/error")) {
      return initError(request);
    }
    if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
      return response(request, idIn(path, "/response"));
    }
    if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
      return reply(idIn(path, "/error"), new Reply(false, request.body(), System.nanoTime()));
    }
    return error(404, "NotFound", "the Runtime API has no " + path);
  }

  private static String idIn(String path, String end) {
    int from = INVOCATION.length();
    return path.substring(from, Math.max(from, path.length() - end.length()));
  }

  private Response initError(HttpRequest request) {
    return init.complete(new InitResult.Failed(request.body()))
        ? new Response(202, JSON, ACCEPTED)
        : wrongState("the runtime has been initialised before");
  }

  private Response response(HttpRequest request, String id) {
    String mode = request.header("Lambda-Runtime-Function-Response-Mode").orElse("");
    if (!mode.isEmpty() && !mode.equals("streaming")) {
      return error(
          400, "InvalidFunctionResponseMode", "the response mode " + mode + " is not known");
    }
    if (request.oversized()) {
      Response unknown =
          reply(id, new Reply(false, FunctionErrors.answerTooLarge(), System.nanoTime()));
      return unknown.status() == 202
          ? error(
              413,
              "RequestEntityTooLarge",
              "the answer has more than " + FunctionErrors.ANSWER_MAX_BYTES + " bytes")
          : unknown;
    }
    @Nullable String cut = request.headers().get("lambda-runtime-function-error-type");
    byte[] body = cut == null ? request.body() : streamError(request, cut);
    return reply(id, new Reply(cut == null, body, System.nanoTime()));
  }

  /// A stream that ended with an error says so after its body.
  private static byte[] streamError(HttpRequest request, String type) {
    try {
      return request
          .header("Lambda-Runtime-Function-Error-Body")
          .map(Base64.getDecoder()::decode)
          .orElseGet(() -> FunctionErrors.body(type, ""));
    } catch (IllegalArgumentException notBase64) {
      return FunctionErrors.body(type, "");
    }
  }

  private Response reply(String id, Reply reply) {
    Call call = running.remove(id);
    if (call == null) {
      return error(400, "InvalidRequestID", "no invocation with the id " + id + " is running");
    }
    call.reply.complete(reply);
    return new Response(202, JSON, ACCEPTED);
  }

  private static Response wrongState(String message) {
    return error(403, "InvalidStateTransition", message);
  }

  private static Response error(int status, String type, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("errorMessage", message);
    fields.put("errorType", type);
    return new Response(status, JSON, JsonText.object(fields).getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
