package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be done on the pages, done in a real browser and seen by the platform.
class PanelsLiveTest {
  private static final String KEY = "the-key-of-the-first-administrator";
  private static final String APP =
      """
      def handle(event, context):
          return event
      """;

  @TempDir static Path folder;
  private static @Nullable LiveServer server;
  private static @Nullable Browser browser;

  @BeforeAll
  static void deployAFunction() throws Exception {
    var _ = Needs.python();
    var _ = Needs.chromium();
    server = new LiveServer(folder.resolve("data"));
    server.client().deploy("hello", Code.of("app.handle", APP));
    assertThat(server.client().invoke("hello", "{}").statusCode()).isEqualTo(200);
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

  @AfterEach
  void nothingWasComplainedAbout() {
    assertThat(page().complaints()).isEmpty();
  }

  @Test
  void setsPausesAndDeletesTriggers() {
    open("triggers");
    page().await("functions", "document.getElementById('triggers-function').value === 'hello'");
    fill("triggers-form", "name", "nightly");
    fill("triggers-form", "schedule", "0 2 * * *");
    send("triggers-form");
    page().await("the trigger", cell("triggers", "nightly", "state") + " === 'on'");
    assertThat(page().run(cell("triggers", "nightly", "next")).asText()).contains("T02:00:00Z");

    button("triggers", "nightly", "Pause");
    page().await("a pause", cell("triggers", "nightly", "state") + " === 'paused'");
    assertThat(json("/v1/triggers/nightly").get("paused").asBoolean()).isTrue();
    assertThat(page().run(cell("triggers", "nightly", "next")).asText()).isEqualTo("–");

    fill("triggers-form", "name", "orders");
    fill("triggers-form", "kind", "event");
    fill("triggers-form", "filter", "type=shop.order");
    send("triggers-form");
    page().await("the other", cell("triggers", "orders", "source") + ".includes('shop.order')");
    assertThat(json("/v1/triggers/orders").at("/source/filter/type").asText())
        .isEqualTo("shop.order");

    button("triggers", "nightly", "Delete");
    page().await("its end", "document.querySelector('[data-key=nightly]') === null");
  }

  @Test
  void saysWhatIsWrongWithATrigger() {
    open("triggers");
    page().await("functions", "document.getElementById('triggers-function').value === 'hello'");
    fill("triggers-form", "name", "never");
    fill("triggers-form", "schedule", "61 * * * *");
    send("triggers-form");
    page().await("why not", "document.getElementById('triggers-said').innerText.includes('61')");
    // The browser itself tells of the answer 400.
    page().open("about:blank");
  }

  @Test
  void bringsDeadLettersBackAndEmptiesQueues() {
    put("/v1/queues/failed", "{}");
    put("/v1/queues/jobs", "{\"deadLetters\": \"failed\", \"receivesMax\": 1}");
    post("/v1/queues/failed/messages", "{\"messages\": [\"a\", \"b\"]}");
    post("/v1/queues/jobs/messages", "{\"messages\": [\"c\"]}");
    post("/v1/queues/jobs/receive", "");
    open("resources");
    page().await("what is in flight", cell("queues", "jobs", "inFlight") + " === '1'");
    assertThat(page().run(cell("queues", "jobs", "depth")).asText()).isEqualTo("0");
    assertThat(page().run(cell("queues", "jobs", "dead")).asText()).isEqualTo("failed 2");

    button("queues", "jobs", "Redrive");
    page().await("them back", cell("queues", "jobs", "depth") + " === '2'");
    assertThat(json("/v1/queues/failed").get("count").asInt()).isZero();

    button("queues", "jobs", "Purge");
    page().await("an empty queue", cell("queues", "jobs", "inFlight") + " === '0'");
    assertThat(json("/v1/queues/jobs").get("count").asInt()).isZero();
  }

  @Test
  void createsATableAndShowsWhatItHolds() {
    open("resources");
    fill("resources-form", "kind", "table");
    fill("resources-form", "name", "prices");
    send("resources-form");
    page().await("the table", "document.querySelector('[data-key=\"table/prices\"]') !== null");
    put("/v1/tables/prices/items/tea", "\"<b>3.20</b>\"");

    page().click("[data-key='table/prices'] button.link");
    page().click("#details-body [data-key=tea] button.link");
    page().await("its value", "document.querySelector('#details pre')?.innerText.includes('<b>')");
    page().run("confirm = () => true");
    page().click("#details-body [data-key=tea] .danger");
    page().await("no item", "document.getElementById('details-body').innerText.includes('empty')");
  }

  @Test
  void publishesAndSharesTrafficOut() {
    open("overview");
    page().click("#functions-table [data-key=hello] button.link");
    page().await("no version", text("details-versions") + ".includes('None is published')");
    inDetails("versions", "description", "the first");
    page().await("a version", text("details-versions") + ".includes('the first')");
    server().client().deploy("hello", Code.of("app.handle", APP + "# again\n"));
    inDetails("versions", "description", "the second");
    page().await("two versions", text("details-versions") + ".includes('the second')");

    page()
        .await(
            "a choice",
            "[...document.querySelector('#details-aliases form').elements.other"
                + ".options].some(each => each.value === '2')");
    page()
        .run(
            "{const form = document.querySelector('#details-aliases form').elements;"
                + " form.version.value = '1'; form.other.value = '2'; form.share.value = '10'}");
    inDetails("aliases", "alias", "live");
    page().await("its shares", text("details-aliases") + ".includes('10.0\u00a0% to 2')");
    assertThat(json("/v1/functions/hello/aliases/live").at("/weights/2").asDouble()).isEqualTo(.1);

    page().await("a choice", "document.querySelector('#details-provisioned form') !== null");
    inDetails("provisioned", "workers", "1");
    page().await("workers", text("details-provisioned") + ".includes('of 1')");
    assertThat(json("/v1/functions/hello/provisioned").at("/provisioned/0/workerCount").asInt())
        .isEqualTo(1);
  }

  @Test
  void saysWhatWillGoWrongAndWhatCallsWillComeTo() {
    put(
        "/v1/triggers/quick",
        "{\"function\": \"hello\", \"source\": {\"kind\": \"cron\", \"schedule\": \"0 0 29 2"
            + " *\"}}");
    open("overview");
    page().click("#functions-table [data-key=hello] button.link");
    page()
        .await(
            "findings",
            "document.querySelector('#details-findings li, #details-findings p')"
                + ".innerText !== 'Loading'");
    page().await("an estimate", text("details-estimate") + ".includes('Per call')");
    page()
        .run(
            "{const form = document.querySelector('#details-estimate + form');"
                + " form.elements.rate.value = '5'; form.requestSubmit()}");
    page().await("a month", text("details-estimate") + ".includes('Per month')");

    open("safeguards");
    page().await("findings", "document.querySelector('#lint-list [data-code]') !== null");
  }

  @Test
  void drawsHowALimitBurnsDown() {
    put("/v1/caps/function/hello", "{\"energyJ\": 1000, \"windowS\": 3600}");
    open("safeguards");
    page()
        .await(
            "the limit",
            "[...document.getElementById('burn-limit').options].some(each =>"
                + " each.value === 'function/hello/energyJ')");
    page()
        .run(
            "{const box = document.getElementById('burn-limit');"
                + " box.value = 'function/hello/energyJ'; box.dispatchEvent(new Event('change'))}");
    page()
        .await(
            "the chart",
            "document.querySelector('#burn-chart polyline.used')?.getAttribute('points').split('"
                + " ').length > 2");
    assertThat(page().text("#burn-words")).contains("of 1.00\u00a0kJ", "At the mean rate");
  }

  @Test
  void findsTriggersAndResourcesByKeyboard() {
    put("/v1/buckets/photographs", "{}");
    open("map");
    page()
        .run(
            "document.body.dispatchEvent("
                + "new KeyboardEvent('keydown', {key: '/', bubbles: true}))");
    page()
        .run(
            "{const box = document.getElementById('search-text'); box.value = 'photogr';"
                + " box.dispatchEvent(new Event('input'))}");
    page()
        .await(
            "a hit",
            "document.querySelector('#search-hits li')?.textContent" + " === 'photographsbucket'");
    page().press("Enter", 13);
    page().await("details", "document.getElementById('details').open");
    assertThat(page().text("#details-title")).isEqualTo("bucket photographs");
  }

  @Test
  void showsTheSecretOfANewKeyOnceAndRevokesIt() {
    FirstAdministrator first = new FirstAdministrator(AuthMode.KEYS, "first-administrator", KEY);
    try (LiveServer closed =
        new LiveServer(
            folder.resolve("closed"),
            Duration.ofMinutes(10),
            LedgerRetention.FOREVER,
            new SystemClock(),
            first)) {
      page().open("about:blank");
      page().open("http://127.0.0.1:" + closed.port() + "/#access");
      page().await("login", "!document.getElementById('login').hidden");
      page()
          .run(
              "document.getElementById('login-secret').value = '"
                  + KEY
                  + "';"
                  + " document.getElementById('login-form').requestSubmit()");
      page().await("the page", "!document.getElementById('main').hidden");
      fill("tenants-form", "tenant", "red");
      fill("tenants-form", "functions", "20");
      send("tenants-form");
      page().await("the tenant", cell("tenants", "red", "functions") + ".includes('of 20')");

      fill("keys-form", "role", "viewer");
      fill("keys-form", "expires", "2099-01-01");
      send("keys-form");
      page().await("the secret", text("keys-secret") + ".includes('PERIGEE_API_KEY=')");
      page().await("its row", "document.querySelectorAll('#keys-table tbody tr').length === 1");
      assertThat(page().text("#keys-table")).contains("viewer", "2099-01-01");
      page().click("#keys-secret button:last-child");
      assertThat(page().text("#keys-secret")).isEmpty();
      page().run("confirm = () => true");
      page().click("#keys-table tbody .danger");
      page().await("no key", "document.querySelectorAll('#keys-table tbody tr').length === 0");
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

  private static void open(String name) {
    page().open("about:blank");
    page().open(server().client().base() + "/#" + name);
    page().await("figures", "document.getElementById('state').textContent === 'live'");
    page().run("confirm = () => true");
  }

  private static JsonNode json(String path) {
    return LiveClient.json(server().client().get(path).body());
  }

  private static void put(String path, String body) {
    assertThat(server().client().send("PUT", path, BodyPublishers.ofString(body)).statusCode())
        .isLessThan(300);
  }

  private static void post(String path, String body) {
    assertThat(server().client().send("POST", path, BodyPublishers.ofString(body)).statusCode())
        .isLessThan(300);
  }

  private static String cell(String table, String row, String column) {
    return "document.querySelector('#%s-table [data-key=\"%s\"] [data-column=%s]')?.innerText"
        .formatted(table, row, column);
  }

  private static String text(String id) {
    return "(document.getElementById('%s')?.innerText ?? '')".formatted(id);
  }

  private static void button(String table, String row, String label) {
    String all = "#%s-table [data-key=\"%s\"] button".formatted(table, row);
    String one = "[...document.querySelectorAll('%s')].find(each => each.innerText === '%s')";
    page().await(label, one.formatted(all, label) + " !== undefined");
    page().run(one.formatted(all, label) + ".click()");
  }

  private static void fill(String form, String field, String value) {
    page()
        .run(
            "{const field = document.getElementById('%s').elements['%s']; field.value = %s;"
                    .formatted(form, field, JsonNodeFactory.instance.textNode(value))
                + " field.dispatchEvent(new Event('change', {bubbles: true}))}");
  }

  private static void send(String form) {
    page().run("document.getElementById('" + form + "').requestSubmit()");
  }

  /// Fills one field of a form in a function's details, and sends it.
  private static void inDetails(String part, String field, String value) {
    page()
        .run(
            "{const form = document.querySelector('#details-%s form'); form.elements['%s'].value"
                    .formatted(part, field)
                + " = '"
                + value
                + "'; form.requestSubmit()}");
  }
}
