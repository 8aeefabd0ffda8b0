package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.Endpoint;
import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Telemetry API of one sandbox, and the older Logs API with the same records: brings what the
/// platform, the function and the extensions say to those that subscribed.
public final class Telemetry implements Endpoint {
  public static final Set<String> PATHS = Set.of("/2022-07-01/telemetry", "/2020-08-15/logs");

  /// Who subscribes while the sandbox starts is told what came before.
  private static final int EARLY_MAX_COUNT = 1_000;

  private final Extensions extensions;
  private final List<Early> early = new ArrayList<>();
  private final Map<String, Flow> flows = new LinkedHashMap<>();
  private @Nullable Dialer dialer;
  private volatile boolean wanted = true;
  private boolean closed;

  private record Early(Category category, String text) {}

  public Telemetry(Extensions extensions) {
    this.extensions = extensions;
  }

  /// From here on the sandbox can be reached.
  public synchronized void reach(Dialer way) {
    dialer = way;
  }

  @Override
  public Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection) {
    if (!request.method().equals("PUT")) {
      return Optional.of(
          HttpResponse.error(405, "MethodNotAllowed", request.path() + " takes PUT"));
    }
    try {
      return Optional.of(subscribe(extensions.extension(request), Subscription.of(request.body())));
    } catch (Refused refused) {
      return Optional.of(refused.response());
    }
  }

  private synchronized HttpResponse subscribe(Extension extension, Subscription subscription)
      throws Refused {
    if (closed) {
      throw Refused.invalid(
          403,
          "Telemetry.SubscriptionClosed",
          "subscriptions are made before the first invocation");
    }
    Dialer way = dialer;
    if (way == null) {
      return HttpResponse.error(
          202, "Telemetry.NotSupported", "this platform can't reach into the sandbox: not root");
    }
    Flow flow = Flow.start(subscription, way);
    @Nullable Flow before = flows.put(extension.name(), flow);
    if (before != null) {
      before.end();
    }
    early.stream()
        .filter(one -> subscription.categories().contains(one.category()))
        .forEach(one -> flow.add(one.text()));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", extension.name());
    told.put("state", "Subscribed");
    told.put("types", subscription.categories().stream().map(Category::text).toList());
    publish(Category.PLATFORM, "platform.telemetrySubscription", told);
    return HttpResponse.json(200, "\"OK\"");
  }

  /// Whether anybody gets or may still get what is published.
  public boolean isWanted() {
    return wanted;
  }

  /// A line of a log.
  public void line(Category category, String line) {
    if (wanted) {
      publish(category, category.text(), line);
    }
  }

  /// @param record fields, or a line
  public synchronized void publish(Category category, String type, Object record) {
    if (!wanted) {
      return;
    }
    String text = TelemetryRecord.text(type, record);
    if (!closed && early.size() < EARLY_MAX_COUNT) {
      early.add(new Early(category, text));
    }
    flows.values().stream()
        .filter(flow -> flow.subscription().categories().contains(category))
        .forEach(flow -> flow.add(text));
  }

  /// No more may subscribe.
  public synchronized void close() {
    closed = true;
    early.clear();
    wanted = !flows.isEmpty();
  }

  /// What there is goes out now.
  public synchronized void hasten() {
    flows.values().forEach(Flow::hasten);
  }

  public synchronized void end() {
    flows.values().forEach(Flow::end);
  }

  @Override
  public void left(HttpConnection connection) {}
}
