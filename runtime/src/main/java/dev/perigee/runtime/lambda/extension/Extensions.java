package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.Endpoint;
import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.worker.Invocation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// The Extensions API of one sandbox.
public final class Extensions implements Endpoint {
  public static final String ROOT = "/2020-01-01/extension/";
  public static final int MAX = 10;
  static final String IDENTIFIER = "Lambda-Extension-Identifier";
  private static final String ERROR_TYPE = "Lambda-Extension-Function-Error-Type";
  private static final Set<String> ERRORS = Set.of(ROOT + "init/error", ROOT + "exit/error");

  private final FunctionFacts function;
  private final Listener listener;
  private final List<Extension> all = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> allDown = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean goingDown;

  /// Whom the state of the extensions concerns.
  public interface Listener {
    /// One waits for its next event, so something that waited for it may begin.
    void settled();

    void ready(String extension, Set<EventKind> events);

    void failed(Fault fault);
  }

  public Extensions(FunctionFacts function, Listener listener) {
    this.function = function;
    this.listener = listener;
    function.external().forEach(name -> all.add(new Extension(name, true)));
  }

  @Override
  public Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection) {
    if (request.is("POST", ROOT + "register")) {
      return Optional.of(register(request));
    }
    if (request.is("GET", ROOT + "event/next")) {
      return identified(request, extension -> next(extension, connection));
    }
    if (request.method().equals("POST") && ERRORS.contains(request.path())) {
      return identified(request, extension -> Optional.of(fault(extension, request)));
    }
    return Optional.of(HttpResponse.error(404, "NotFound", "there is no " + request.path()));
  }

  private HttpResponse register(HttpRequest request) {
    Registration registration;
    try {
      registration = Registration.of(request, function.concurrency());
    } catch (Refused refused) {
      return refused.response();
    }
    Optional<Extension> launched = launched(registration.name());
    try {
      Extension extension = launched.isPresent() ? launched.get() : internal(registration);
      if (!extension.register(registration.events())) {
        throw Refused.of("InvalidExtensionState", stateOf(extension, ExtensionStep.REGISTER));
      }
      return HttpResponse.json(200, json(request)).with(IDENTIFIER, extension.identifier());
    } catch (Refused refused) {
      return refused.response();
    }
  }

  private String json(HttpRequest request) {
    boolean withAccount =
        request.header("Lambda-Extension-Accept-Feature").stream()
            .flatMap(names -> Arrays.stream(names.split(",")))
            .anyMatch(name -> name.trim().equals("accountId"));
    return Json.text(function.registered(withAccount));
  }

  private Optional<Extension> launched(String name) {
    return all.stream().filter(one -> one.isExternal() && one.name().equals(name)).findFirst();
  }

  /// One in the process of the runtime, which ends with it.
  private synchronized Extension internal(Registration registration) throws Refused {
    if (closed) {
      throw Refused.of("RegistrationClosed", "extensions register before the first invocation");
    }
    if (registration.events().contains(EventKind.SHUTDOWN)) {
      throw Refused.of(
          "InvalidEventType", "SHUTDOWN: an extension in the runtime's process ends with it");
    }
    if (all.stream().anyMatch(one -> one.name().equals(registration.name()))) {
      throw Refused.of("AlreadyRegistered", registration.name() + " is registered already");
    }
    if (all.size() >= MAX) {
      throw Refused.of("TooManyExtensions", "a sandbox has at most " + MAX + " extensions");
    }
    Extension extension = new Extension(registration.name(), false);
    all.add(extension);
    return extension;
  }

  private interface Action {
    Optional<HttpResponse> with(Extension extension);
  }

  private Optional<HttpResponse> identified(HttpRequest request, Action action) {
    try {
      return action.with(extension(request));
    } catch (Refused refused) {
      return Optional.of(refused.response());
    }
  }

  /// Who asks, by the identifier that it got when it registered.
  Extension extension(HttpRequest request) throws Refused {
    String identifier =
        request
            .header(IDENTIFIER)
            .orElseThrow(() ->
                Refused.of(
                    "MissingExtensionIdentifier", "the header " + IDENTIFIER + " is missing"));
    return all.stream()
        .filter(one -> one.identifier().equals(identifier))
        .findFirst()
        .orElseThrow(() ->
            Refused.of(
                "InvalidExtensionIdentifier", identifier + " is not the id of an extension"));
  }

  private Optional<HttpResponse> next(Extension extension, HttpConnection connection) {
    boolean first = extension.state() == ExtensionState.REGISTERED;
    if (!extension.ask(connection)) {
      return Optional.of(wrongState(extension, ExtensionStep.NEXT));
    }
    if (first) {
      listener.ready(extension.name(), extension.events());
    }
    listener.settled();
    return Optional.empty();
  }

  private HttpResponse fault(Extension extension, HttpRequest request) {
    boolean atStart = request.path().endsWith("init/error");
    ExtensionStep step = atStart ? ExtensionStep.INIT_ERROR : ExtensionStep.EXIT_ERROR;
    Optional<String> type = request.header(ERROR_TYPE);
    if (type.isEmpty()) {
      return Refused.of("MissingHeader", "the header " + ERROR_TYPE + " is missing").response();
    }
    if (!extension.step(step)) {
      return wrongState(extension, step);
    }
    listener.failed(
        new Fault(
            atStart ? "Extension.InitError" : "Extension.ExitError",
            "the extension " + extension.name() + " reported " + type.get()));
    return HttpResponse.accepted();
  }

  private static HttpResponse wrongState(Extension extension, ExtensionStep step) {
    return Refused.of("InvalidExtensionState", stateOf(extension, step)).response();
  }

  private static String stateOf(Extension extension, ExtensionStep step) {
    return step
        + " does not fit the extension "
        + extension.name()
        + " that is "
        + extension.state();
  }

  /// Whether all whose programs were started have registered and wait for their first event.
  public boolean areStarted() {
    return all.stream().allMatch(one -> one.state() == ExtensionState.READY);
  }

  /// No more may register.
  public void close() {
    closed = true;
  }

  /// Whether any runs in a process of its own.
  public boolean haveProcesses() {
    return !function.external().isEmpty();
  }

  /// Whether all that are told of invocations have done with the last one.
  public boolean haveSettled() {
    return all.stream()
        .allMatch(one -> !one.wants(EventKind.INVOKE) || one.state() == ExtensionState.READY);
  }

  public void begin(Invocation invocation, String trace) {
    if (!all.isEmpty()) {
      tell(EventKind.INVOKE, Events.invoke(invocation, trace));
    }
  }

  /// Tells those that want to know; completes when all of them have ended.
  public CompletableFuture<Void> shutdown(ShutdownReason reason, long deadlineUtcMs) {
    goingDown = true;
    tell(EventKind.SHUTDOWN, Events.shutdown(reason, deadlineUtcMs));
    checkDown();
    return allDown;
  }

  private void checkDown() {
    if (goingDown && all.stream().noneMatch(one -> one.wants(EventKind.SHUTDOWN))) {
      allDown.complete(null);
    }
  }

  private void tell(EventKind kind, HttpResponse event) {
    all.stream().filter(one -> one.wants(kind)).forEach(one -> one.tell(event));
  }

  /// The process of one has ended.
  ///
  /// @param status its exit code, or minus its signal
  public void ended(String name, int status) {
    for (Extension extension : all) {
      if (extension.name().equals(name) && extension.step(ExtensionStep.ENDED)) {
        listener.failed(
            new Fault(
                "Extension.Crash",
                "the extension "
                    + name
                    + " ended with "
                    + (status < 0 ? "signal " + -status : "exit status " + status)));
      }
    }
    checkDown();
  }

  @Override
  public void left(HttpConnection connection) {
    all.forEach(one -> one.left(connection));
  }
}
