package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.testing.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A headless Chromium of a test, with one page, driven by the DevTools protocol.
final class Browser implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");

  private static final long PATIENCE_S = 10;

  private final Process process;
  private final BrowserPage page;

  private Browser(Process process, BrowserPage page) {
    this.process = process;
    this.page = page;
  }

  /// @param profile an empty folder
  static Browser start(Path profile) {
    try {
      Process process =
          new ProcessBuilder(
                  Needs.chromium().toString(),
                  "--headless=new",
                  // Its own sandbox does not start as root; it only opens the page under test.
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .start();
      return new Browser(process, BrowserPage.connect(pageOf(address(process))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BrowserPage page() {
    return page;
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines = process.errorReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return listening.group(1);
      }
    }
    throw new IllegalStateException("the browser ended before it listened");
  }

  private static URI pageOf(String address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/json/list")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode targets = LiveClient.json(http.send(request, BodyHandlers.ofString()).body());
      for (JsonNode target : targets) {
        if (target.get("type").asText().equals("page")) {
          return URI.create(target.get("webSocketDebuggerUrl").asText());
        }
      }
      throw new IllegalStateException("the browser has no page: " + targets);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    page.close();
    // Until the last of its processes has ended, something may be written into the profile.
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    process.destroy();
    all.forEach(each -> {
      CompletableFuture<ProcessHandle> ended = each.onExit();
      ended.completeOnTimeout(each, PATIENCE_S, TimeUnit.SECONDS).join();
      each.destroyForcibly();
    });
  }
}
