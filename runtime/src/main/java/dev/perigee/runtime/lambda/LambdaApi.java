package dev.perigee.runtime.lambda;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.lambda.extension.EventKind;
import dev.perigee.runtime.lambda.extension.Extensions;
import dev.perigee.runtime.lambda.extension.Fault;
import dev.perigee.runtime.lambda.extension.FunctionFacts;
import dev.perigee.runtime.lambda.extension.Telemetry;
import dev.perigee.runtime.lambda.http.Endpoint;
import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.lambda.http.HttpServer;
import dev.perigee.runtime.lambda.http.Upload;
import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// All that one sandbox is served behind its door, and how its runtime and its extensions depend on
/// each other: all of them end the start, and the next invocation begins when all have done with
/// the last one.
final class LambdaApi implements Endpoint, Slots.Gate, Extensions.Listener {
  private final RuntimeApi runtime;
  private final Extensions extensions;
  private final Telemetry telemetry;
  private final Reports reports;
  private final CompletableFuture<InitResult> init = new CompletableFuture<>();
  private final CompletableFuture<Fault> broken = new CompletableFuture<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> unsettled =
      new ConcurrentLinkedQueue<>();
  private @Nullable ApiDoor door;

  /// @param external names of the extensions whose programs are started
  LambdaApi(FunctionSpec function, List<String> external) {
    FunctionFacts facts = FunctionFacts.of(function, external);
    extensions = new Extensions(facts, this);
    telemetry = new Telemetry(extensions);
    reports = new Reports(telemetry, function);
    runtime = new RuntimeApi(facts.concurrency(), this);
    var _ = runtime.init().thenAccept(this::runtimeInit);
  }

  /// Begins to serve.
  synchronized String open(ApiDoor at) {
    door = at;
    at.dialer().ifPresent(telemetry::reach);
    HttpServer.start(at.server(), this, FunctionErrors.ANSWER_MAX_BYTES);
    return at.address();
  }

  Slots slots() {
    return runtime.slots();
  }

  Extensions extensions() {
    return extensions;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Reports reports() {
    return reports;
  }

  /// Completes when the runtime and all extensions have started, or one can't.
  CompletableFuture<InitResult> init() {
    return init;
  }

  /// Completes if an extension makes it impossible to go on after the start.
  CompletableFuture<Fault> broken() {
    return broken;
  }

  @Override
  public Optional<Upload> upload(HttpRequest head) {
    return runtime.upload(head);
  }

  @Override
  public Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection) {
    String path = request.path();
    if (path.startsWith(RuntimeApi.ROOT)) {
      return runtime.answer(request, connection);
    }
    if (path.startsWith(Extensions.ROOT)) {
      return extensions.answer(request, connection);
    }
    return Telemetry.PATHS.contains(path)
        ? telemetry.answer(request, connection)
        : Optional.of(RuntimeApi.unknown(request));
  }

  @Override
  public void left(HttpConnection connection) {
    runtime.left(connection);
    extensions.left(connection);
  }

  private void runtimeInit(InitResult result) {
    switch (result) {
      case InitResult.Ready ready -> {
        reports.initRuntimeDone(true);
        checkStart();
      }
      case InitResult.Failed failed -> {
        reports.initRuntimeDone(false);
        init.complete(failed);
      }
    }
  }

  private void checkStart() {
    if (runtime.init().isDone() && extensions.areStarted()) {
      extensions.close();
      telemetry.close();
      init.complete(new InitResult.Ready(System.nanoTime()));
    }
  }

  @Override
  public void ready(String extension, Set<EventKind> events) {
    reports.extension(extension, events);
  }

  @Override
  public void settled() {
    if (!init.isDone()) {
      checkStart();
    }
    if (extensions.haveSettled()) {
      slots().dispatch();
      for (var one = unsettled.poll(); one != null; one = unsettled.poll()) {
        one.complete(null);
      }
    }
  }

  @Override
  public void failed(Fault fault) {
    String message = "RequestId: " + FunctionErrors.NOBODY + " Error: " + fault.message();
    init.complete(new InitResult.Failed(FunctionErrors.body(fault.type(), message)));
    broken.complete(fault);
  }

  @Override
  public boolean isOpen() {
    return extensions.haveSettled();
  }

  @Override
  public void begin(Invocation invocation) {
    extensions.begin(invocation, NextResponse.traceOf(invocation));
  }

  /// Completes when the extensions have done with the last invocation.
  CompletableFuture<Void> whenSettled() {
    CompletableFuture<Void> one = new CompletableFuture<>();
    unsettled.add(one);
    if (extensions.haveSettled()) {
      one.complete(null);
    }
    return one;
  }

  synchronized void close() {
    telemetry.end();
    ApiDoor open = door;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new SandboxException("the Runtime API at " + open.address() + " can't be closed", e);
      }
    }
  }
}
