package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.api.OpenApi;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoutesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DEPLOYMENT =
      "{\"runtime\":\"python3.12\",\"handler\":\"a.b\",\"memoryMb\":256,\"timeoutS\":1.5,"
          + "\"environment\":{\"KEY\":\"secret\"},\"zip\":\"UEs=\"}";

  private final FakeControlPlane control = new FakeControlPlane();
  private final HttpFront front = HttpFront.start(control, "127.0.0.1", 0);
  private final HttpClientOfTests http = new HttpClientOfTests(front.port());

  @AfterEach
  void stop() {
    front.stop(Duration.ofSeconds(1));
  }

  @Test
  void createsThenUpdatesAFunctionAndKeepsSecrets() throws Exception {
    HttpResponse<String> created = http.send("PUT", "/v1/functions/hello", DEPLOYMENT);
    HttpResponse<String> updated = http.send("PUT", "/v1/functions/hello", DEPLOYMENT);

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(updated.statusCode()).isEqualTo(200);
    JsonNode function = MAPPER.readTree(updated.body());
    assertThat(function.path("version").asInt()).isEqualTo(2);
    assertThat(function.path("state").asText()).isEqualTo("active");
    assertThat(function.path("timeoutS").decimalValue()).isEqualByComparingTo("1.5");
    assertThat(function.path("memoryMb").asInt()).isEqualTo(256);
    assertThat(function.path("codeSha256").asText()).hasSize(64);
    assertThat(updated.body()).contains("KEY").doesNotContain("secret");
    assertThat(http.get("/v1/functions/hello").body())
        .isEqualTo(updated.body().replace(",\"warnings\":[]", ""));
  }

  @Test
  void usesTheDefaultsOfLambda() throws Exception {
    http.send(
        "PUT",
        "/v1/functions/f",
        "{\"runtime\":\"python3.12\",\"handler\":\"a.b\",\"zip\":\"UEs=\"}");

    FunctionSpec spec = control.find(new FunctionId("default", "f")).orElseThrow();
    assertThat(spec.memoryMb()).isEqualTo(128);
    assertThat(spec.timeoutMs()).isEqualTo(3_000);
  }

  @Test
  void reportsEverythingThatIsWrongWithADeployment() throws Exception {
    HttpResponse<String> reply =
        http.send(
            "PUT",
            "/v1/functions/f",
            "{\"runtime\":7,\"memoryMb\":\"big\",\"timeoutS\":-1,\"colour\":{\"a\":[1]},\"zip\":\"%%\"}");

    JsonNode problem = MAPPER.readTree(reply.body());
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(problem.path("type").asText()).isEqualTo("urn:perigee:problem:invalid");
    assertThat(problem.path("problems")).hasSize(5);
    assertThat(problem.path("detail").asText())
        .contains("runtime is 7", "memoryMb is big", "timeoutS is -1", "'colour'", "base64");
  }

  @Test
  void passesOnWhatTheControlPlaneFindsWrong() throws Exception {
    HttpResponse<String> reply =
        http.send(
            "PUT",
            "/v1/functions/no%20name",
            "{\"runtime\":\"cobol\",\"handler\":\"x\",\"zip\":\"UEs=\"}");

    assertThat(MAPPER.readTree(reply.body()).path("problems"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "name 'no name' is not legal", "runtime 'cobol' is unknown: known are python3.*");
  }

  @Test
  void saysWhereJsonIsBroken() throws Exception {
    HttpResponse<String> reply = http.send("PUT", "/v1/functions/f", "{\"runtime\": \"py");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("invalid JSON at line 1");
  }

  @Test
  void separatesTenants() throws Exception {
    http.send("PUT", "/v1/functions/f", DEPLOYMENT, "Perigee-Tenant", "acme");

    assertThat(http.get("/v1/functions").body()).isEqualTo("{\"functions\":[]}");
    assertThat(http.send("GET", "/v1/functions/f", "", "Perigee-Tenant", "acme").statusCode())
        .isEqualTo(200);
    HttpResponse<String> bad = http.send("GET", "/v1/functions", "", "Perigee-Tenant", "Not Legal");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("Perigee-Tenant is 'Not Legal'");
  }

  @Test
  void deletesOnce() throws Exception {
    http.send("PUT", "/v1/functions/f", DEPLOYMENT);

    assertThat(http.send("DELETE", "/v1/functions/f", "").statusCode()).isEqualTo(204);
    HttpResponse<String> again = http.send("DELETE", "/v1/functions/f", "");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.body()).contains("there is no function 'f'");
  }

  @Test
  void pagesThroughLogs() throws Exception {
    http.send("PUT", "/v1/functions/f", DEPLOYMENT);
    control.lines.put(new FunctionId("default", "f"), List.of("one", "two", "three"));

    assertThat(http.get("/v1/functions/f/logs?from=1&lines=1").body())
        .isEqualTo("{\"lines\":[\"two\"],\"next\":2}");
    assertThat(http.get("/v1/functions/f/logs?tail=true&lines=2").body())
        .isEqualTo("{\"lines\":[\"two\",\"three\"],\"next\":3}");
    assertThat(http.get("/v1/functions/f/logs?from=-1&lines=x&tail=1&head=1").body())
        .contains("from is '-1'", "lines is 'x'", "tail is '1'", "unknown parameter 'head'");
    assertThat(http.get("/v1/functions/f/logs?from=1&tail=true").body()).contains("leave out from");
    assertThat(http.get("/v1/functions/f/logs?since=10x&level=LOUD&invocation=7&entries=1").body())
        .contains("since is '10x'", "level is 'LOUD'", "invocation is '7'", "entries is '1'");
    assertThat(http.get("/v1/functions/f/logs?since=10m&lines=1&entries=true").body())
        .contains(
            "\"entries\":[{\"utc\":null,\"level\":null,\"invocationId\":null,\"text\":\"one\"}]");
  }

  @Test
  void exportsTheLedgerAsJsonCsvAndSums() throws Exception {
    assertThat(MAPPER.readTree(http.get("/v1/ledger?function=f").body()).path("entries"))
        .hasSize(3);
    HttpResponse<String> csv = http.get("/v1/ledger?format=csv&function=f");
    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(csv.body()).isEqualTo("invocationId,function\nid-1,f\n");
    assertThat(http.get("/v1/ledger?by=node&format=csv").body()).isEqualTo("key\nnode\n");
    assertThat(http.get("/v1/ledger?by=hour&since=1970-01-01T00:00:01Z").body())
        .isEqualTo("{\"rows\":[{\"key\":\"hour1000000000\"}]}");
    assertThat(http.get("/v1/ledger?by=colour&since=noon&format=xml").body())
        .contains("by is 'colour'", "since is 'noon'", "format is 'xml'");
  }

  @Test
  void showsTheNewestInvocationsFirst() throws Exception {
    JsonNode entries =
        MAPPER.readTree(http.get("/v1/invocations?function=f&limit=2").body()).path("entries");

    assertThat(entries)
        .extracting(e -> e.path("invocationId").asText())
        .containsExactly("id-2", "id-1");
    assertThat(http.get("/v1/invocations/id-3").body()).contains("\"invocationId\":\"id-3\"");
    assertThat(http.get("/v1/invocations/id-9").statusCode()).isEqualTo(404);
  }

  @Test
  void drainsResumesAndCutsNodes() throws Exception {
    assertThat(MAPPER.readTree(http.get("/v1/nodes").body()).at("/nodes/0/processId").asInt())
        .isEqualTo(4_242);
    assertThat(http.send("POST", "/v1/nodes/node-1/drain", "").statusCode()).isEqualTo(204);
    assertThat(http.send("POST", "/v1/nodes/node-1/resume", "").statusCode()).isEqualTo(204);
    assertThat(http.send("POST", "/v1/nodes/node-1/faults", "{\"cutForS\": 60}").statusCode())
        .isEqualTo(204);
    assertThat(control.nodeOrders).containsExactly("drain", "resume", "cut PT1M");
    assertThat(http.send("POST", "/v1/nodes/node-9/drain", "").statusCode()).isEqualTo(404);
    assertThat(http.send("POST", "/v1/nodes/node-1/faults", "{\"cutForS\": -1}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void explainsDecisions() throws Exception {
    JsonNode decision = MAPPER.readTree(http.get("/v1/decisions/d-0-1").body());

    assertThat(decision.path("utc").asText()).matches("2026-.*\\.\\d{3}Z");
    assertThat(decision.at("/chosen/0/node").asText()).isEqualTo("node-1");
    assertThat(decision.at("/chosen/0/outcome").asText()).isEqualTo("accepted");
    assertThat(decision.at("/candidates/1/score").isMissingNode()).isTrue();
    assertThat(http.get("/v1/decisions").body()).contains("d-0-1");
    assertThat(http.get("/v1/decisions/d-0-7").statusCode()).isEqualTo(404);
    assertThat(http.get("/v1/decisions/p-0-1").statusCode()).isEqualTo(400);
  }

  @Test
  void isReadyOnlyWhenAllIsServedAgain() throws Exception {
    control.ready = false;
    assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
    control.ready = true;
    assertThat(http.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void servesThePageWithHeadersThatLetNothingElseIn() throws Exception {
    HttpResponse<String> page = http.get("/");
    String tag = page.headers().firstValue("ETag").orElseThrow();

    assertThat(page.body()).contains("<title>Perigee</title>");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    HttpResponse<String> again = http.send("GET", "/", "", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(http.get("/dashboard/main.js").headers().firstValue("Content-Type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(http.get("/dashboard/..%2Findex.html").statusCode()).isEqualTo(404);
    assertThat(http.get("/dashboard/secret").statusCode()).isEqualTo(404);
  }

  @Test
  void describesExactlyTheRoutesThatAreServed() throws Exception {
    TreeSet<String> served = new TreeSet<>();
    HttpFront.routes(control, Door.open("127.0.0.1", 0).sessions(), _ -> List.of())
        .forEach(route -> served.add(route.method() + " " + route.template()));
    TreeSet<String> described = new TreeSet<>();
    MAPPER
        .readTree(OpenApi.json())
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));

    assertThat(described).isEqualTo(served);
    assertThat(http.get("/v1/openapi.yaml").body()).startsWith("openapi: 3.1");
    assertThat(http.get("/v1/openapi.json").body()).startsWith("{");
  }

  @Test
  void saysWhatIsServedElsewhere() throws Exception {
    assertThat(http.get("/v2/functions").body()).contains("nothing is served at /v2/functions");
    HttpResponse<String> patch = http.send("PATCH", "/v1/functions/f", "{}");
    assertThat(patch.statusCode()).isEqualTo(405);
    assertThat(patch.headers().firstValue("Allow")).contains("DELETE, GET, PUT");
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    assertThat(http.raw("hello there\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(
            http.raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(70_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void saysThatAPortIsTakenInOneLine() {
    assertThatThrownBy(() -> HttpFront.start(control, "127.0.0.1", front.port()))
        .isInstanceOf(HttpFrontException.class)
        .hasMessageContaining("can't listen on 127.0.0.1:" + front.port())
        .hasMessageContaining("--port")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void letsWhatIsUnderWayEndBeforeItStops() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    http.send("PUT", "/v1/functions/f", DEPLOYMENT);
    control.duringInvoke =
        () -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    FutureTask<Integer> call =
        new FutureTask<>(() -> http.send("POST", "/v1/functions/f/invocations", "{}").statusCode());
    Thread.ofVirtual().start(call);
    begun.await();
    Thread stopping = Thread.ofVirtual().start(() -> front.stop(Duration.ofSeconds(20)));
    goOn.countDown();

    assertThat(call.get()).isEqualTo(200);
    assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void writesOpenMetricsForWhoAsksForIt() throws Exception {
    HttpResponse<String> plain = http.get("/metrics");
    HttpResponse<String> open =
        http.send(
            "GET",
            "/metrics",
            "",
            "Accept",
            "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    HttpResponse<String> preferred =
        http.send(
            "GET", "/v1/metrics", "", "Accept", "text/plain, application/openmetrics-text;q=0.1");

    assertThat(plain.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(open.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(preferred.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
  }
}
