package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/// The page in a real browser, before a real platform that runs real functions.
class DashboardLiveTest {
  private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\"> & <b>bold</b>";
  private static final String APP =
      """
      def handle(event, context):
          if "fail" in event:
              raise ValueError(event["fail"])
          return event
      """;
  private static final int TAB = 9;
  private static final int ENTER = 13;
  private static final int ESCAPE = 27;

  @TempDir static Path folder;
  private static @Nullable LiveServer server;
  private static @Nullable Browser browser;
  private static JsonNode failed = json("{}");

  @BeforeAll
  static void callSomeFunctions() throws Exception {
    var _ = Needs.python();
    var _ = Needs.chromium();
    server = new LiveServer(folder.resolve("data"));
    LiveClient client = server.client();
    client.deploy("hello", Code.of("app.handle", APP));
    client.deploy("brittle", Code.of("app.handle", APP));
    for (int i = 0; i < 3; i++) {
      assertThat(client.invoke("hello", "{}").statusCode()).isEqualTo(200);
    }
    HttpResponse<String> answer =
        client.invoke("brittle", "{\"fail\": \"" + HOSTILE.replace("\"", "\\\"") + "\"}");
    failed =
        LiveClient.await(
            "settled entry",
            () -> client.entry(answer),
            entry -> entry.get("state").asText().equals("settled"));
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

  private static BrowserPage page() {
    if (browser == null) {
      throw new IllegalStateException("not started");
    }
    return browser.page();
  }

  private static LiveServer server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  private static void open(String query) {
    page().open(server().client().base() + "/" + query);
    page().await("figures", "document.getElementById('state').textContent === 'live'");
  }

  @BeforeEach
  void openThePage() {
    page().look(1280, 800, "light");
    open("");
  }

  private static String cell(String table, String row, String column) {
    return page()
        .text("#%s-table [data-key=\"%s\"] [data-column=\"%s\"]".formatted(table, row, column));
  }

  private static void awaitRow(String table, String row) {
    page()
        .await(
            "row " + row + " of " + table,
            "document.querySelector('#%s-table [data-key=\"%s\"]') !== null".formatted(table, row));
  }

  @Test
  void showsEachFunctionWithWhatItTook() {
    awaitRow("functions", "hello");

    assertThat(cell("functions", "hello", "runtime")).isEqualTo("python3");
    assertThat(cell("functions", "hello", "version")).isEqualTo("1");
    assertThat(cell("functions", "hello", "isolation")).isNotBlank();
    assertThat(cell("functions", "hello", "memory")).isEqualTo("128\u00a0MiB");
    assertThat(cell("functions", "hello", "invocations")).isEqualTo("3");
    assertThat(cell("functions", "hello", "errors")).isEqualTo("0");
    assertThat(cell("functions", "brittle", "errors")).isEqualTo("1");
    assertThat(cell("functions", "hello", "p99Ms")).matches("[\\d.]+\u00a0(µs|ms|s)");
    assertThat(cell("functions", "hello", "energyJ")).matches("[\\d.]+\u00a0[µmk]?J");
    assertThat(cell("functions", "hello", "carbonGrams")).matches("[\\d.]+\u00a0[nµm]?g");
    assertThat(cell("functions", "hello", "costUsd")).matches("[\\d.]+\u00a0[nµm]?USD");
    assertThat(page().text("#totals")).contains("Invocations", "4", "CO₂e");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void findsFunctionsByNameAndSortsThem() {
    awaitRow("functions", "hello");
    page()
        .run(
            "{const box = document.getElementById('functions-match'); box.value = 'BRIT';"
                + " box.dispatchEvent(new Event('input'))}");
    page().await("one row", "document.querySelectorAll('#functions-table tbody tr').length === 1");
    assertThat(cell("functions", "brittle", "name")).isEqualTo("brittle");
    page()
        .run(
            "{const box = document.getElementById('functions-match'); box.value = '';"
                + " box.dispatchEvent(new Event('input'))}");
    awaitRow("functions", "hello");
    page().click("#functions-table thead th:first-child button");
    page()
        .await(
            "order by name",
            "document.querySelector('#functions-table tbody tr').dataset.key === 'brittle'");
    assertThat(page().count("#functions-table th[aria-sort=ascending]")).isEqualTo(1);
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void showsInvocationsNewestFirstAndAllAboutOneOfThem() {
    String id = failed.get("invocationId").asText();
    awaitRow("invocations", id);

    assertThat(page().count("#invocations-table tbody tr")).isEqualTo(4);
    assertThat(
            page()
                .run("document.querySelector('#invocations-table tbody tr').dataset.key")
                .asText())
        .isEqualTo(id);
    assertThat(cell("invocations", id, "outcome")).contains("error", "cold");
    page().click("#invocations-table [data-key=\"" + id + "\"] button");
    page().await("candidates", "document.querySelector('#details-decision tbody tr') !== null");
    failed
        .fieldNames()
        .forEachRemaining(field ->
            assertThat(page().count("#details [data-field=\"" + field + "\"]"))
                .as(field)
                .isEqualTo(1));
    assertThat(page().text("#details [data-field=invocationId]")).isEqualTo(id);
    assertThat(page().text("#details [data-field=energyJ]"))
        .isEqualTo(failed.get("energyJ").decimalValue().toPlainString() + "\u00a0J");
    assertThat(page().text("#details-decision")).contains("worker", "cloud-1", "least-loaded");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void showsAHostileErrorMessageAsText() {
    String id = failed.get("invocationId").asText();
    page().click("#invocations-table [data-key=\"" + id + "\"] button");
    page().await("log", "document.querySelector('#details-log pre') !== null");

    assertThat(page().text("#details-log pre")).contains("ValueError: " + HOSTILE);
    assertThat(page().count("#details img, #details b")).isZero();
    assertThat(page().run("window.hacked === undefined").asBoolean()).isTrue();
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void takesColdStartsApart() {
    page()
        .await(
            "medians",
            "document.querySelector('#cold-starts-medians [data-key=hello] .phases') !== null");

    assertThat(
            page()
                .run(
                    "document.querySelector('#cold-starts-medians [data-key=hello] .phases')"
                        + ".getAttribute('aria-label')")
                .asText())
        .contains("sandbox", "init", "handler", "ms");
    assertThat(page().count("#cold-starts-newest tbody tr")).isGreaterThanOrEqualTo(2);
    page().click("#cold-starts-newest tbody tr button");
    page().await("details", "document.querySelector('#details [data-field=coldStart]') !== null");
    assertThat(page().text("#details [data-field=coldStart]")).isEqualTo("true");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void drawsEnergyCarbonAndMoneyOverTime() {
    awaitRow("energy", "cloud-1");
    page().await("chart", "document.querySelector('#energy-chart canvas') !== null");

    assertThat(page().text("#energy-table")).contains("unattributed", "edge-1", "space-1");
    assertThat(cell("energy", "cloud-1", "unattributed")).endsWith("J");
    page().click("[data-choice=function]");
    awaitRow("energy", "hello");
    assertThat(cell("energy", "hello", "sum")).endsWith("J");
    page().click("[data-choice=carbon]");
    page()
        .await(
            "grams",
            "/\\d\\u00a0[nµm]?g/.test(document.querySelector('#energy-table').textContent)");
    assertThat(page().text("#energy-table")).doesNotContain("unattributed");
    page().click("[data-choice=\"7d\"]");
    page().await("7 days", "document.getElementById('energy-note').innerText.includes('7 days')");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void showsNodesWithTheirGridAndPower() {
    awaitRow("nodes", "edge-1");

    assertThat(page().count("#nodes-table tbody tr")).isEqualTo(3);
    assertThat(cell("nodes", "edge-1", "zone")).isEqualTo("AT");
    assertThat(cell("nodes", "edge-1", "state")).isEqualTo("up");
    assertThat(cell("nodes", "edge-1", "memory")).matches("[\\d.,]+\u00a0.iB of [\\d.,]+\u00a0.iB");
    assertThat(cell("nodes", "edge-1", "inFlight")).isEqualTo("0");
    assertThat(cell("nodes", "edge-1", "intensity")).endsWith("g/kWh");
    assertThat(cell("nodes", "edge-1", "power")).endsWith("W");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void keepsUpWithWhatIsCalledMeanwhile() {
    awaitRow("functions", "hello");
    LiveClient newcomer = server().client().as("newcomer");
    newcomer.deploy("late", Code.of("app.handle", APP));
    open("?tenant=newcomer");
    awaitRow("functions", "late");
    assertThat(cell("functions", "late", "invocations")).isEqualTo("0");
    newcomer.invoke("late", "{}");
    page()
        .await(
            "the call",
            "document.querySelector('#functions-table [data-key=late] [data-column=invocations]')"
                + ".innerText === '1'");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void saysWhatToTypeWhereThereIsNothingYet() {
    open("?tenant=nobody");
    page().await("hint", "document.querySelector('#functions .empty pre') !== null");

    assertThat(page().text("#functions .empty"))
        .contains("perigee deploy hello --code hello --url " + server().client().base())
        .contains("--tenant nobody");
    page().await("hint", "document.querySelector('#invocations .empty pre') !== null");
    page().await("hint", "document.querySelector('#cold-starts .empty pre') !== null");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void neverRunsInlineScriptsNorReadsTextAsMarkup() {
    page()
        .run(
            "{const script = document.createElement('script');"
                + " try { script.textContent = 'window.hacked = 1' } catch {}"
                + " document.body.append(script)}");
    assertThat(page().run("window.hacked === undefined").asBoolean()).isTrue();
    assertThat(
            page()
                .run(
                    "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken' }"
                        + " catch (error) { return error.name } })()")
                .asText())
        .isEqualTo("TypeError");
  }

  @Test
  void worksByKeyboard() {
    awaitRow("functions", "hello");
    String focused = "document.activeElement.closest('#functions-table tbody tr')";
    for (int i = 0; i < 60 && !page().run(focused + " !== null").asBoolean(); i++) {
      page().press("Tab", TAB);
    }
    String name = page().run(focused + ".dataset.key").asText();
    page().press("Enter", ENTER);
    page().await("dialog", "document.getElementById('details').open");
    assertThat(page().text("#details-title")).isEqualTo(name);
    page().press("Escape", ESCAPE);
    page().await("closed dialog", "!document.getElementById('details').open");
    assertThat(page().run(focused + "?.dataset.key").asText()).isEqualTo(name);
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void fitsNarrowScreensInTheDark() {
    page().look(400, 800, "dark");
    open("");
    awaitRow("nodes", "cloud-1");
    awaitRow("invocations", failed.get("invocationId").asText());

    assertThat(page().run("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(400);
    assertThat(page().run("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(16, 20, 24)");
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void saysThatThePlatformIsGoneAndGoesOnWhenItIsBack() {
    awaitRow("functions", "hello");
    server().closeFront();
    page().await("notice", "!document.getElementById('gone').hidden");

    assertThat(page().text("#gone")).contains("does not answer", "./perigee up");
    assertThat(page().text("#state")).isEqualTo("gone");
    assertThat(cell("functions", "hello", "invocations")).isEqualTo("3");
    server().openFront();
    page().await("end of the notice", "document.getElementById('gone').hidden");
    assertThat(page().text("#state")).isEqualTo("live");
  }
}
