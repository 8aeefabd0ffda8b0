package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages beside the overview, in a real browser, before a real platform.
class PagesLiveTest {
  private static final String APP =
      """
      def handle(event, context):
          print("heard", event)
          if "fail" in event:
              raise ValueError(event["fail"])
          return event
      """;
  private static final int ENTER = 13;

  @TempDir static Path folder;
  private static @Nullable LiveServer server;
  private static @Nullable Browser browser;

  @BeforeAll
  static void callSomeFunctions() throws Exception {
    var _ = Needs.python();
    var _ = Needs.chromium();
    server = new LiveServer(folder.resolve("data"));
    LiveClient client = server.client();
    client.deploy("hello", Code.of("app.handle", APP));
    HttpResponse<String> answer = client.invoke("hello", "{\"a\": 1}");
    assertThat(answer.statusCode()).isEqualTo(200);
    browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void look() {
    page().look(1280, 800, "light");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overview",
        "map",
        "events",
        "safeguards",
        "traces",
        "logs",
        "triggers",
        "resources",
        "access"
      })
  void eachPageIsShownAloneAndFitsNarrowScreensInBothThemes(String name) {
    for (String scheme : new String[] {"light", "dark"}) {
      page().look(360, 740, scheme);
      open(name);

      assertThat(page().count(".page:not([hidden])")).isEqualTo(1);
      assertThat(page().run("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);
      assertThat(page().text("nav [aria-current=page]")).isNotBlank();
    }
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void drawsEachNodeInItsRegion() {
    open("map");

    page().await("nodes", "document.querySelectorAll('#map-figure g[data-node]').length === 3");
    assertThat(page().text("#map-figure figcaption")).startsWith("Region");
  }

  @Test
  void showsTracesAndTheSpansOfOne() {
    open("traces");

    page().click("#traces-table tbody th button");
    page().await("spans", "document.querySelectorAll('.spans .lane').length > 3");
    assertThat(page().text("#details-body")).contains("invoke hello", "handler", "faas.coldstart");
  }

  @Test
  void showsWhatAFunctionWroteAndFindsInIt() {
    open("logs");

    page().await("lines", "document.getElementById('logs-lines').textContent.includes('heard')");
    page()
        .run(
            "{const box = document.getElementById('logs-match'); box.value = 'nothing like this';"
                + " box.dispatchEvent(new Event('input'))}");
    assertThat(page().text("#logs-lines")).isEmpty();
  }

  @Test
  void showsCapsWithWhatIsUsedOfThem() {
    open("safeguards");

    page()
        .await(
            "a cap",
            "document.querySelector('#caps-table [data-key=\"function/hello/invocations\"]') !=="
                + " null || document.querySelector('#caps-panel .empty:not([hidden])') !== null");
    assertThat(page().text("#kill-function")).contains("hello");
  }

  @Test
  void findsAFunctionFromAnywhereByKeyboard() {
    open("map");

    page().run("document.body.focus()");
    page()
        .run(
            "dispatchKeySlash = () => document.body.dispatchEvent("
                + "new KeyboardEvent('keydown', {key: '/', bubbles: true})); dispatchKeySlash()");
    page()
        .run(
            "{const box = document.getElementById('search-text'); box.value = 'hel';"
                + " box.dispatchEvent(new Event('input'))}");
    page()
        .await(
            "a hit", "document.querySelector('#search-hits li')?.textContent === 'hellofunction'");
    page().press("Enter", ENTER);
    page().await("details", "document.getElementById('details').open");
    assertThat(page().text("#details-title")).isEqualTo("hello");
    assertThat(page().text("#details-body"))
        .contains("Published versions", "Aliases and their traffic");
  }

  @Test
  void keepsTheThemeThatWasChosen() {
    open("map");
    page().click("#theme");
    page().click("#theme");
    open("traces");

    assertThat(page().run("document.documentElement.dataset.theme").asText()).isEqualTo("dark");
    assertThat(page().run("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(16, 20, 24)");
    page().run("localStorage.clear()");
  }

  private static BrowserPage page() {
    if (browser == null) {
      throw new IllegalStateException("not started");
    }
    return browser.page();
  }

  private static void open(String name) {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    page().open("about:blank");
    page().open(server.client().base() + "/#" + name);
    page().await("figures", "document.getElementById('state').textContent === 'live'");
  }
}
