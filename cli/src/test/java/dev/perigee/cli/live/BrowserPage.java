package dev.perigee.cli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One page of a browser: opens addresses, runs scripts, presses keys, and keeps what the page
/// complained about.
final class BrowserPage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_S = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger sequence = new AtomicInteger();
  private final WebSocket socket;

  private BrowserPage(URI address) {
    socket = http.newWebSocketBuilder().buildAsync(address, new Ear()).join();
  }

  static BrowserPage connect(URI address) {
    BrowserPage page = new BrowserPage(address);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      page.call(domain + ".enable");
    }
    return page;
  }

  void open(String url) {
    complaints.clear();
    call("Page.navigate", "url", url);
    await("page", "document.readyState === 'complete' && location.href.startsWith('" + url + "')");
  }

  /// What a script gives, as a value.
  JsonNode run(String script) {
    JsonNode reply =
        call("Runtime.evaluate", "expression", script, "returnByValue", true, "awaitPromise", true);
    if (reply.has("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + reply.get("exceptionDetails"));
    }
    return reply.path("result").path("value");
  }

  /// Waits until a script gives true.
  void await(String what, String condition) {
    LiveClient.await(what, () -> run(condition), JsonNode::asBoolean);
  }

  /// The text of the first element, empty while there is none.
  String text(String selector) {
    return run("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asText();
  }

  int count(String selector) {
    return run("document.querySelectorAll(" + quoted(selector) + ").length").asInt();
  }

  void click(String selector) {
    await(selector, "document.querySelector(" + quoted(selector) + ") !== null");
    run("document.querySelector(" + quoted(selector) + ").click()");
  }

  void press(String key, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      String text = key.equals("Enter") && type.equals("keyDown") ? "\r" : "";
      call(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "key",
          key,
          "code",
          key,
          "windowsVirtualKeyCode",
          code,
          "text",
          text);
    }
  }

  void look(int widthPx, int heightPx, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        widthPx,
        "height",
        heightPx,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    ObjectNode feature = JSON.createObjectNode();
    feature.put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", "features", JSON.createArrayNode().add(feature));
  }

  /// Errors on the console, exceptions that nobody caught, and what the browser refused to load.
  List<String> complaints() {
    return complaints;
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private JsonNode call(String method, Object... parameters) {
    int id = sequence.incrementAndGet();
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    ObjectNode values = request.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      values.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    socket.sendText(request.toString(), true).join();
    JsonNode reply = answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    if (reply.has("error")) {
      throw new IllegalStateException(method + ": " + reply.get("error"));
    }
    return reply.get("result");
  }

  private void hear(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = calls.remove(message.get("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    JsonNode parameters = message.path("params");
    boolean complaint =
        switch (message.path("method").asText()) {
          case "Runtime.exceptionThrown" -> true;
          case "Runtime.consoleAPICalled" ->
              List.of("error", "warning", "assert").contains(parameters.path("type").asText());
          case "Log.entryAdded" ->
              List.of("error", "warning").contains(parameters.at("/entry/level").asText());
          default -> false;
        };
    if (complaint) {
      complaints.add(parameters.toString());
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  /// Puts the parts of a message together.
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        hear(LiveClient.json(message.toString()));
        message.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
