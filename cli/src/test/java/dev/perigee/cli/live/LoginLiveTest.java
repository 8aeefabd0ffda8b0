package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logging in where the platform asks for keys, over HTTP and in a real browser.
class LoginLiveTest {
  private static final String KEY = "the-key-of-the-first-administrator";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int ENTER = 13;

  @TempDir Path folder;

  private LiveServer server(FirstAdministrator first) {
    return new LiveServer(
        folder.resolve("data"),
        Duration.ofMinutes(10),
        LedgerRetention.FOREVER,
        new SystemClock(),
        first);
  }

  private LiveServer withKeys() {
    return server(new FirstAdministrator(AuthMode.KEYS, "first-administrator", KEY));
  }

  private static String origin(LiveServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  private static HttpResponse<String> send(
      LiveServer server, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin(server) + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private static String apiKey(LiveServer server, String body) throws Exception {
    HttpResponse<String> made =
        send(server, "POST", "/v1/keys", body, "Authorization", "Bearer " + KEY);
    return LiveClient.json(made.body()).get("apiKey").asText();
  }

  @Test
  void aSessionActsAsItsKeyUntilLogout() throws Exception {
    try (LiveServer server = withKeys()) {
      HttpResponse<String> login =
          send(server, "POST", "/v1/session", "{\"apiKey\": \"" + KEY + "\"}");
      JsonNode session = LiveClient.json(login.body());
      String csrf = session.get("csrfToken").asText();
      assertThat(login.statusCode()).isEqualTo(201);
      assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
          .contains("HttpOnly", "SameSite=Strict", "Path=/v1")
          .doesNotContain("Secure");
      assertThat(session.get("role").asText()).isEqualTo("admin");

      String cookie = cookie(login);
      assertThat(send(server, "GET", "/v1/functions", "", "Cookie", cookie).statusCode())
          .isEqualTo(200);
      assertThat(
              LiveClient.json(send(server, "GET", "/v1/session", "", "Cookie", cookie).body())
                  .get("csrfToken")
                  .asText())
          .isEqualTo(csrf);
      assertThat(
              send(
                      server,
                      "PUT",
                      "/v1/tenants/red",
                      "{}",
                      "Cookie",
                      cookie,
                      "Origin",
                      origin(server))
                  .body())
          .contains("x-perigee-csrf");
      String[] own = {"Cookie", cookie, "Origin", origin(server), "X-Perigee-Csrf", csrf};
      assertThat(send(server, "PUT", "/v1/tenants/red", "{}", own).statusCode()).isEqualTo(201);
      String[] foreign = {
        "Cookie", cookie, "Origin", "https://evil.example", "X-Perigee-Csrf", csrf
      };
      assertThat(send(server, "PUT", "/v1/tenants/red", "{}", foreign).statusCode()).isEqualTo(403);

      assertThat(send(server, "DELETE", "/v1/session", "", "Cookie", cookie).statusCode())
          .isEqualTo(403);
      assertThat(send(server, "DELETE", "/v1/session", "", own).statusCode()).isEqualTo(204);
      assertThat(send(server, "GET", "/v1/functions", "", "Cookie", cookie).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aSessionEndsWhenItsKeyIsRevoked() throws Exception {
    try (LiveServer server = withKeys()) {
      String key = apiKey(server, "{\"role\": \"viewer\"}");
      HttpResponse<String> login =
          send(server, "POST", "/v1/session", "{\"apiKey\": \"" + key + "\"}");
      String cookie = cookie(login);
      String id = LiveClient.json(login.body()).get("keyId").asText();
      assertThat(send(server, "GET", "/v1/functions", "", "Cookie", cookie).statusCode())
          .isEqualTo(200);
      send(server, "DELETE", "/v1/keys/" + id, "", "Authorization", "Bearer " + KEY);
      assertThat(send(server, "GET", "/v1/functions", "", "Cookie", cookie).body())
          .contains("log in again");
    }
  }

  @Test
  void guessingIsSlowAndWrittenDown() throws Exception {
    try (LiveServer server = withKeys()) {
      String wrong = "{\"apiKey\": \"canary-wrong\"}";
      for (int i = 0; i < 11; i++) {
        send(server, "POST", "/v1/session", wrong);
      }
      HttpResponse<String> last = send(server, "POST", "/v1/session", wrong);
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertThat(server.reports())
          .anyMatch(line -> line.contains("login") && line.contains("127.0.0.1"))
          .noneMatch(line -> line.contains("canary"));
      assertThat(send(server, "POST", "/v1/session", "{\"apiKey\": 1, \"colour\": 2}").body())
          .contains("apiKey has to be a text", "unknown key 'colour'");
    }
  }

  @Test
  void pagesOfOtherSitesChangeNothingWhereNobodyIsAskedForAKey() throws Exception {
    try (LiveServer server = server(FirstAdministrator.NOBODY)) {
      String table = "/v1/tables/t";
      for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
        assertThat(send(server, "PUT", table, "{}", "Origin", origin).statusCode())
            .as(origin)
            .isEqualTo(403);
      }
      assertThat(send(server, "PUT", table, "{}").statusCode()).isEqualTo(200);
      assertThat(send(server, "PUT", table, "{}", "Origin", origin(server)).statusCode())
          .isEqualTo(200);
      assertThat(RawHttp.status(server.port(), "GET", "/v1/functions", "evil.example"))
          .isEqualTo(421);
      assertThat(RawHttp.status(server.port(), "GET", "/v1/functions", "localhost:80"))
          .isEqualTo(200);
    }
  }

  @Test
  void aPageOfAFunctionIsNoPageOfThisSite() throws Exception {
    var _ = Needs.python();
    try (LiveServer server = withKeys()) {
      String[] admin = {"Authorization", "Bearer " + KEY};
      String source =
          """
          def handle(event, context):
              return {"statusCode": 200, "body": str(event["headers"].get("cookie")),
                      "headers": {"content-type": "text/html", "content-security-policy": "img-src *",
                                  "set-cookie": "perigee-session=mine; Path=/v1"},
                      "cookies": ["perigee-session=mine", "a=b"]}
          """;
      DeployRequest code =
          new DeployRequest(
              "python3",
              "app.handle",
              OptionalInt.empty(),
              OptionalLong.empty(),
              "",
              OptionalInt.empty(),
              Map.of(),
              LiveClient.zip("app.py", source.getBytes(UTF_8)));
      String deployment = new String(Json.bytes(code), UTF_8);
      assertThat(send(server, "PUT", "/v1/functions/page", deployment, admin).statusCode())
          .isEqualTo(201);
      HttpResponse<String> url =
          send(server, "POST", "/2021-10-31/functions/page/url", "{\"AuthType\": \"NONE\"}", admin);
      String path = URI.create(LiveClient.json(url.body()).get("FunctionUrl").asText()).getPath();
      HttpResponse<String> page = send(server, "GET", path, "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().allValues("Content-Security-Policy").toString())
          .contains("sandbox allow-scripts", "img-src *");
      assertThat(page.headers().allValues("Set-Cookie")).containsExactly("a=b");
    }
  }

  @Test
  void peopleLogInSeeWhoTheyAreAndLogOutInABrowser() throws Exception {
    var _ = Needs.chromium();
    try (LiveServer server = withKeys();
        Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")))) {
      BrowserPage page = browser.page();
      String viewer = apiKey(server, "{\"role\": \"viewer\"}");
      for (String scheme : new String[] {"light", "dark"}) {
        page.look(360, 740, scheme);
        page.open(origin(server) + "/");
        page.await("form", "!document.querySelector('#login').hidden");
        assertThat(page.run("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(360);
      }
      page.look(1280, 800, "light");
      assertThat(page.run("document.activeElement.id").asText()).isEqualTo("login-secret");
      assertThat(page.run("getComputedStyle(document.querySelector('#main')).display").asText())
          .isEqualTo("none");
      assertThat(page.complaints()).isEmpty();

      page.run("document.querySelector('#login-secret').value = 'wrong'");
      page.press("Enter", ENTER);
      page.await("refusal", "document.querySelector('#login-said').innerText.includes('no key')");
      page.run("document.querySelector('#login-secret').value = '" + viewer + "'");
      page.press("Enter", ENTER);
      page.await("who", "document.querySelector('#who').innerText.includes('viewer')");
      page.await("live", "document.querySelector('#state').innerText === 'live'");
      page.run("location.hash = '#safeguards'");
      page.await("page", "!document.querySelector('#safeguards').hidden");
      assertThat(page.run("document.querySelector('#kill-stop').disabled").asBoolean()).isTrue();

      page.run("sessionStorage.before = 'here'; document.documentElement.dataset.before = 'here'");
      page.click("#logout");
      page.await(
          "form again",
          "document.documentElement?.dataset.before === undefined"
              + " && document.querySelector('#login')?.hidden === false");
      page.run("document.querySelector('#login-secret').value = '" + KEY + "'");
      page.click("#login-go");
      page.await("who", "document.querySelector('#who').innerText.includes('admin')");
      page.run("location.hash = '#events'");
      page.await("page", "!document.querySelector('#events').hidden");
      page.click("#events-redrive");
      page.await("done", "document.querySelector('#events-said').innerText.includes('0')");
    }
  }

  @Test
  void aPairLogsInInABrowserToo() throws Exception {
    var _ = Needs.chromium();
    try (LiveServer server =
            server(new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret"));
        Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")))) {
      BrowserPage page = browser.page();
      page.open(origin(server) + "/");
      page.await("form", "!document.querySelector('#login').hidden");
      assertThat(page.run("document.activeElement.id").asText()).isEqualTo("login-id");
      page.run(
          "document.querySelector('#login-id').value = 'AKIDEXAMPLE';"
              + " document.querySelector('#login-secret').value = 'secret'");
      page.press("Enter", ENTER);
      page.await("who", "document.querySelector('#who').innerText === 'AKIDEXAMPLE, admin'");
      page.await("live", "document.querySelector('#state').innerText === 'live'");
      assertThat(page.complaints()).isEmpty();
    }
  }
}
