package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.Deployment;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StatsRoutesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long NS_PER_S = 1_000_000_000L;

  private final FakeControlPlane control = new FakeControlPlane();
  private final HttpFront front = HttpFront.start(control, "127.0.0.1", 0);
  private final HttpClientOfTests http = new HttpClientOfTests(front.port());

  @BeforeEach
  void twoFunctionsOneOfThemDeleted() {
    deploy("hello");
    deploy("gone");
    deploy("Quiet");
    write(1, "hello", Outcome.OK);
    write(2, "hello", Outcome.ERROR);
    write(3, "gone", Outcome.OK);
    control.delete(new FunctionId("default", "gone"));
    long toUtcNs = FakeControlPlane.STARTED_UTC_NS + NS_PER_S;
    control.digest.closed(
        new NodeWindow("node-1", toUtcNs - NS_PER_S, toUtcNs, 6_000_000, 9_630, 5_990_370, 0));
  }

  private void deploy(String name) {
    control.deploy(
        new Deployment(
            "default", name, "python3.12", "a.b", 256, 3_000, "", 10, Map.of(), new byte[0]));
  }

  private void write(int number, String function, Outcome outcome) {
    var spec = control.find(new FunctionId("default", function)).orElseThrow();
    LedgerEntry entry =
        FakeControlPlane.entry(new UUID(0, number), spec, outcome, new byte[number]);
    control.digest.written(entry);
  }

  @AfterEach
  void stop() {
    front.stop(Duration.ofSeconds(1));
  }

  private JsonNode get(String path) throws Exception {
    return MAPPER.readTree(http.get(path).body());
  }

  @Test
  void addsUpPerFunctionAndOverAll() throws Exception {
    JsonNode stats = get("/v1/stats/functions?order=errors");

    assertThat(stats.path("functions"))
        .extracting(row -> row.path("name").asText())
        .containsExactly("hello", "Quiet", "gone");
    JsonNode hello = stats.at("/functions/0");
    assertThat(hello.path("memoryMb").asInt()).isEqualTo(256);
    assertThat(hello.path("invocations").asInt()).isEqualTo(2);
    assertThat(hello.path("errors").asInt()).isEqualTo(1);
    assertThat(hello.path("coldStarts").asInt()).isEqualTo(2);
    assertThat(hello.path("energyJ").decimalValue()).isEqualByComparingTo("0.00642");
    assertThat(hello.path("costUsd").decimalValue()).isEqualByComparingTo("0.000000404166");
    assertThat(hello.path("p50Ms").asDouble()).isBetween(0.984, 1.016);
    assertThat(stats.at("/functions/2/state").asText()).isEqualTo("deleted");
    assertThat(stats.at("/functions/2/runtime").isMissingNode()).isTrue();
    assertThat(stats.at("/totals/invocations").asInt()).isEqualTo(3);
    assertThat(stats.at("/totals/energyJ").decimalValue()).isEqualByComparingTo("0.00963");
  }

  @Test
  void findsByNameAndSaysHowManyThereAre() throws Exception {
    JsonNode stats = get("/v1/stats/functions?match=QUI&limit=1");

    assertThat(stats.path("count").asInt()).isEqualTo(1);
    assertThat(stats.at("/functions/0/name").asText()).isEqualTo("Quiet");
    assertThat(get("/v1/stats/functions?limit=1").path("count").asInt()).isEqualTo(3);
    assertThat(http.get("/v1/stats/functions?order=size&limit=0").body())
        .contains("order is 'size'", "limit is '0'");
  }

  @Test
  void neverShowsAnotherTenantsFigures() throws Exception {
    String other =
        http.send("GET", "/v1/stats/functions", "", "Perigee-Tenant", "acme").body()
            + http.send("GET", "/v1/stats/cold-starts", "", "Perigee-Tenant", "acme").body()
            + http.send("GET", "/v1/stats/series?by=function", "", "Perigee-Tenant", "acme").body()
            + http.send("GET", "/v1/invocations", "", "Perigee-Tenant", "acme").body();

    assertThat(other).doesNotContain("hello", "gone");
  }

  @Test
  void takesColdStartsApart() throws Exception {
    JsonNode stats = get("/v1/stats/cold-starts?limit=2");

    assertThat(stats.at("/functions/0/function").asText()).isEqualTo("hello");
    assertThat(stats.at("/functions/0/sandboxMs").asInt()).isEqualTo(4);
    assertThat(stats.path("newest")).hasSize(2);
    assertThat(stats.at("/newest/0/initMs").asInt()).isEqualTo(5);
  }

  @Test
  void givesAmountsOverTimePerNodeAndPerFunction() throws Exception {
    JsonNode nodes = get("/v1/stats/series?by=node");
    JsonNode functions = get("/v1/stats/series?by=function&limit=1&span=6h");

    assertThat(nodes.path("bucketS").asInt()).isEqualTo(10);
    assertThat(nodes.at("/rows/0/energyJ")).hasSize(90);
    assertThat(nodes.at("/rows/0/energyJ/89").decimalValue()).isEqualByComparingTo("0.00963");
    assertThat(nodes.at("/rows/0/unattributedJ/89").decimalValue()).isEqualByComparingTo("5.99037");
    assertThat(nodes.at("/rows/0/carbonGrams/89").decimalValue()).isEqualByComparingTo("9E-7");
    assertThat(nodes.path("toUtc").asText()).endsWith("Z");
    assertThat(functions.at("/rows/0/key").asText()).isEqualTo("hello");
    assertThat(functions.path("othersCount").asInt()).isEqualTo(1);
    assertThat(functions.at("/others/energyJ/71").decimalValue()).isEqualByComparingTo("0.00321");
    assertThat(http.get("/v1/stats/series?by=hour&span=1y").body())
        .contains("by is 'hour'", "span is '1y'");
  }

  @Test
  void showsWhatIsFreeOnANodeAndWhatItDraws() throws Exception {
    JsonNode node = get("/v1/stats/nodes").at("/nodes/0");

    assertThat(node.path("freeMemoryMb").asInt()).isEqualTo(4_096 - 3 * 256);
    assertThat(node.path("inFlight").asInt()).isEqualTo(1);
    assertThat(node.path("waiting").asInt()).isEqualTo(2);
    assertThat(node.path("powerW").asDouble()).isEqualTo(6.0);
  }

  @Test
  void answersForTheNewestInvocationsFromTheDigest() throws Exception {
    JsonNode entries = get("/v1/invocations?limit=2").path("entries");

    assertThat(entries)
        .extracting(entry -> entry.path("invocationId").asText())
        .containsExactly(new UUID(0, 3).toString(), new UUID(0, 2).toString());
    assertThat(http.get("/v1/invocations/" + new UUID(0, 1)).body()).contains("\"hello\"");
  }
}
