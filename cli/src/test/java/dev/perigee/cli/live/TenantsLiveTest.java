package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.http.Route;
import dev.perigee.testing.Needs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Tenants share a platform and see nothing of each other.
class TenantsLiveTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\+?}");

  /// What names a thing of the tenant red in a path, and what would if there were no such thing.
  private record Named(String theirs, String absent) {}

  /// Over all tenants, for operators.
  private static final List<String> OF_ALL_TENANTS = List.of("/metrics");

  private static final List<String> MAKING =
      List.of("/v1/queues/{name}", "/v1/tables/{name}", "/v1/buckets/{name}", "/v1/topics/{name}");

  private static final Map<String, Named> NAMES = new TreeMap<>();

  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir static Path data;

  private static LiveServer server;
  private static PlatformClient admin;
  private static PlatformClient red;

  @BeforeAll
  static void start() {
    FirstAdministrator first = new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
    server =
        new LiveServer(
            data, Duration.ofMinutes(10), LedgerRetention.FOREVER, new SystemClock(), first);
    admin = client("AKIDEXAMPLE", "secret", "");
    put("red", "{}");
    put("blue", "{}");
    red = with("red", "{\"role\": \"operator\"}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PlatformClient client(String keyId, String secret, String tenant) {
    Identity identity =
        Identity.in(Map.of("PERIGEE_ACCESS_KEY_ID", keyId, "PERIGEE_SECRET_ACCESS_KEY", secret));
    return new PlatformClient(URI.create("http://127.0.0.1:" + server.port()), tenant, identity);
  }

  private static void put(String tenant, String quota) {
    var _ = admin.demand("PUT", "/v1/tenants/" + tenant, quota.getBytes(UTF_8));
  }

  /// Somebody with a new key of a tenant.
  private static PlatformClient with(String tenant, String key) {
    Map<String, ?> made =
        client("AKIDEXAMPLE", "secret", tenant)
            .demand("POST", "/v1/keys", key.getBytes(UTF_8))
            .object();
    return client(text(made, "accessKeyId"), text(made, "secretAccessKey"), "");
  }

  private static String text(Map<String, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  private static Reply deploy(PlatformClient client, String name) {
    String source = "def handler(event, context):\n    return 1\n";
    DeployRequest request =
        new DeployRequest(
            "python3",
            "app.handler",
            OptionalInt.empty(),
            OptionalLong.empty(),
            "",
            OptionalInt.empty(),
            Map.of("SAID", "canaryvalue"),
            LiveClient.zip("app.py", source.getBytes(UTF_8)));
    return client.send("PUT", "/v1/functions/" + name, Json.bytes(request));
  }

  private static Reply send(PlatformClient client, String method, String path, String body) {
    return client.send(method, path, body.isEmpty() ? null : body.getBytes(UTF_8));
  }

  private static Reply invoke(PlatformClient client, String name) {
    return send(client, "POST", "/2015-03-31/functions/" + name + "/invocations", "{}");
  }

  /// One of each kind of thing that a tenant may have.
  private static void furnish() {
    assertThat(deploy(red, "canaryfn").status()).isBetween(200, 201);
    Reply answer = invoke(red, "canaryfn");
    assertThat(answer.status()).isEqualTo(200);
    NAMES.put(
        "invocationId", new Named(answer.header("x-amzn-RequestId"), UUID.randomUUID().toString()));
    String function = "/v1/functions/canaryfn";
    var _ = red.demand("POST", function + "/versions", "{}".getBytes(UTF_8));
    var _ =
        red.demand(
            "PUT", function + "/aliases/canaryalias", "{\"version\": \"1\"}".getBytes(UTF_8));
    var _ =
        red.demand("PUT", "/v1/caps/function/canaryfn", "{\"invocations\": 1000}".getBytes(UTF_8));
    var _ =
        red.demand(
            "POST",
            "/2018-10-31/layers/canarylayer/versions",
            ("{\"Content\": {\"ZipFile\": \""
                    + Base64.getEncoder()
                        .encodeToString(LiveClient.zip("canary.txt", "x".getBytes(UTF_8)))
                    + "\"}}")
                .getBytes(UTF_8));
    String event = queued();
    Map<String, ?> decision =
        LiveClient.await(
                "decision",
                () -> red.get("/v1/decisions").objects("decisions"),
                each -> !each.isEmpty())
            .getFirst();
    NAMES.put("name", new Named("canaryfn", "absentfn"));
    NAMES.put("alias", new Named("canaryalias", "absentalias"));
    NAMES.put("version", new Named("1", "1"));
    NAMES.put("qualifier", new Named("canaryalias", "absentalias"));
    NAMES.put("layer", new Named("canarylayer", "absentlayer"));
    NAMES.put("number", new Named("1", "1"));
    NAMES.put("kind", new Named("function", "function"));
    NAMES.put("id", new Named(event, UUID.randomUUID().toString()));
    NAMES.put("decisionId", new Named(text(decision, "decisionId"), "d-0-987654"));
    NAMES.put("tenant", new Named("red", "absenttenant"));
    NAMES.put(
        "key",
        new Named(
            text(
                client("AKIDEXAMPLE", "secret", "red").get("/v1/keys").objects("keys").getFirst(),
                "id"),
            "AKPGABSENT"));
    NAMES.put(
        "arn",
        new Named(
            PlatformClient.escaped("arn:aws:lambda:us-east-1:000000000000:function:canaryfn"),
            PlatformClient.escaped("arn:aws:lambda:us-east-1:000000000000:function:absentfn")));
    NAMES.put("statement", new Named("canarystatement", "absentstatement"));
    NAMES.put("image", new Named("canaryimage:1", "absentimage:1"));
    NAMES.put("items.key", new Named("canaryitem", "absentitem"));
    NAMES.put("objects.key", new Named("canaryobject", "absentobject"));
    for (String kind : List.of("queues", "tables", "buckets", "topics")) {
      var _ = red.demand("PUT", "/v1/" + kind + "/canaryfn", "{}".getBytes(UTF_8));
    }
    var _ = red.demand("PUT", "/v1/tables/canaryfn/items/canaryitem", "{\"a\": 1}".getBytes(UTF_8));
    var _ = red.demand("PUT", "/v1/buckets/canaryfn/objects/canaryobject", "x".getBytes(UTF_8));
    NAMES.put("uuid", new Named(mapping(), UUID.randomUUID().toString()));
    String trace =
        text(
            LiveClient.await(
                    "trace", () -> red.get("/v1/traces").objects("traces"), each -> !each.isEmpty())
                .getFirst(),
            "traceId");
    NAMES.put("traces.id", new Named(trace, "0af7651916cd43dd8448eb211c80319c"));
    // What belongs to no tenant.
    NAMES.put("node", new Named("nowhere", "nowhere"));
    NAMES.put("file", new Named("main.js", "main.js"));
  }

  /// The id of what brings messages of the tenant's queue to its function.
  private static String mapping() {
    String path = "/2015-03-31/event-source-mappings";
    if (red.get(path).objects("EventSourceMappings").isEmpty()) {
      String body =
          "{\"FunctionName\": \"canaryfn\", \"EventSourceArn\":"
              + " \"arn:aws:sqs:us-east-1:000000000000:canaryfn\"}";
      var _ = red.demand("POST", path, body.getBytes(UTF_8));
    }
    return text(red.get(path).objects("EventSourceMappings").getFirst(), "UUID");
  }

  /// The id of an event that waits or was run.
  private static String queued() {
    try (LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      return aws.invoke(request ->
              request
                  .functionName("canaryfn")
                  .invocationType(InvocationType.EVENT)
                  .overrideConfiguration(more -> more.putHeader("Perigee-Tenant", "red")))
          .responseMetadata()
          .requestId();
    }
  }

  private static String path(Route route, boolean theirs) {
    Matcher parameter = PARAMETER.matcher(route.template());
    StringBuilder path = new StringBuilder();
    while (parameter.find()) {
      String name = parameter.group(1);
      String before = route.template().substring(1, parameter.start() - 1);
      String kind = before.substring(before.lastIndexOf('/') + 1);
      Named named =
          Objects.requireNonNull(
              NAMES.getOrDefault(kind + "." + name, NAMES.get(name)),
              () -> "say what of a tenant stands for " + parameter.group() + " in " + route);
      parameter.appendReplacement(
          path, Matcher.quoteReplacement(theirs ? named.theirs() : named.absent()));
    }
    return parameter.appendTail(path).toString();
  }

  /// What an answer says, whatever was asked for.
  private static String said(Reply reply) {
    String body = new String(reply.body(), UTF_8);
    for (Named named : NAMES.values()) {
      if (named.theirs().length() > 1 && !named.theirs().equals("function")) {
        body = body.replace(named.theirs(), "X").replace(named.absent(), "X");
      }
    }
    return reply.status() + " " + reply.header("x-amzn-ErrorType") + " " + body;
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "developer", "viewer", "invoker"})
  void noRouteTellsOrTouchesAnythingOfAnotherTenant(String role) {
    var _ = Needs.python();
    furnish();
    put("blue-" + role, "{}");
    PlatformClient blue = with("blue-" + role, "{\"role\": \"" + role + "\"}");
    String before = everythingOfRed();
    List<String> leaks = new ArrayList<>();
    server.routes().stream()
        .filter(route -> route.right().isPresent())
        .sorted(Comparator.comparing(route -> !route.method().equals("GET")))
        .forEach(route -> leaks.addAll(leaks(blue, route)));
    assertThat(leaks).isEmpty();
    assertThat(everythingOfRed()).isEqualTo(before);
  }

  private static List<String> leaks(PlatformClient blue, Route route) {
    String body = body(route);
    Reply theirs = send(blue, route.method(), path(route, true), body);
    Reply absent = send(blue, route.method(), path(route, false), body);
    List<String> leaks = new ArrayList<>();
    if (route.template().contains("{") && !said(theirs).equals(said(absent))) {
      leaks.add(
          route.method()
              + " "
              + route.template()
              + ": "
              + said(theirs)
              + " is not "
              + said(absent));
    }
    boolean isFound = theirs.status() < 400 && new String(theirs.body(), UTF_8).contains("canary");
    if (isFound && !OF_ALL_TENANTS.contains(route.template())) {
      leaks.add(
          route.method() + " " + route.template() + " tells: " + new String(theirs.body(), UTF_8));
    }
    return leaks;
  }

  /// Of what would make a thing of one's own by that name: one that is refused.
  private static String body(Route route) {
    boolean isBare = route.method().equals("GET") || route.method().equals("DELETE");
    return isBare ? "" : MAKING.contains(route.template()) ? "[]" : "{}";
  }

  private static String everythingOfRed() {
    StringBuilder all = new StringBuilder();
    for (String path :
        List.of(
            "/v1/functions",
            "/v1/functions/canaryfn/versions",
            "/v1/functions/canaryfn/aliases",
            "/v1/kill/function/canaryfn",
            "/v1/tables/canaryfn/items/canaryitem",
            "/v1/buckets/canaryfn/objects/canaryobject",
            "/2015-03-31/functions/canaryfn/configuration")) {
      all.append(new String(red.get(path).body(), UTF_8)).append('\n');
    }
    return all.toString();
  }

  @Test
  void onlyAnAdministratorSpeaksForAnotherTenant() {
    Map<String, ?> made =
        client("AKIDEXAMPLE", "secret", "blue")
            .demand("POST", "/v1/keys", "{\"role\": \"operator\"}".getBytes(UTF_8))
            .object();
    PlatformClient asRed = client(text(made, "accessKeyId"), text(made, "secretAccessKey"), "red");
    Reply refused = asRed.get("/v1/functions");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
    assertThat(client("AKIDEXAMPLE", "secret", "red").get("/v1/functions").status()).isEqualTo(200);
  }

  @Test
  void rolesMayWhatTheyMay() {
    var _ = Needs.python();
    put("roles", "{}");
    assertThat(deploy(with("roles", "{\"role\": \"developer\"}"), "f").status()).isEqualTo(201);
    PlatformClient viewer = with("roles", "{\"role\": \"viewer\"}");
    PlatformClient invoker = with("roles", "{\"role\": \"invoker\"}");

    assertThat(viewer.get("/v1/functions").status()).isEqualTo(200);
    assertThat(deploy(viewer, "g").status()).isEqualTo(403);
    assertThat(invoke(viewer, "f").header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
    assertThat(invoke(invoker, "f").status()).isEqualTo(200);
    assertThat(invoker.get("/v1/functions").status()).isEqualTo(403);
    assertThat(viewer.get("/v1/tenants").status()).isEqualTo(403);
    assertThat(viewer.get("/metrics").status()).isEqualTo(403);
  }

  @Test
  void aKeyMayBeForOneFunctionOnly() {
    var _ = Needs.python();
    put("narrow", "{}");
    PlatformClient developer = with("narrow", "{\"role\": \"developer\"}");
    assertThat(deploy(developer, "f").status()).isEqualTo(201);
    assertThat(deploy(developer, "g").status()).isEqualTo(201);
    PlatformClient narrow = with("narrow", "{\"role\": \"developer\", \"functions\": [\"f\"]}");

    assertThat(invoke(narrow, "f").status()).isEqualTo(200);
    assertThat(invoke(narrow, "000000000000:function:f").status()).isEqualTo(200);
    assertThat(invoke(narrow, "g").status()).isEqualTo(403);
    assertThat(invoke(narrow, "000000000000:function:g").status()).isEqualTo(403);
    assertThat(narrow.get("/v1/functions").status()).isEqualTo(403);
  }

  @Test
  void aRevokedKeyIsUnknownAtOnce() {
    put("gone", "{}");
    PlatformClient forGone = client("AKIDEXAMPLE", "secret", "gone");
    PlatformClient viewer = with("gone", "{\"role\": \"viewer\"}");
    assertThat(viewer.get("/v1/functions").status()).isEqualTo(200);
    String id = text(forGone.get("/v1/keys").objects("keys").getFirst(), "id");
    assertThat(forGone.send("DELETE", "/v1/keys/" + id, null).status()).isEqualTo(204);
    assertThat(viewer.get("/v1/functions").header("x-amzn-ErrorType"))
        .isEqualTo("UnrecognizedClientException");
  }

  @Test
  void aTenantGetsNoMoreThanItsQuota() {
    var _ = Needs.python();
    put("small", "{\"functions\": 1, \"concurrency\": 0}");
    PlatformClient small = with("small", "{\"role\": \"developer\"}");
    assertThat(deploy(small, "f").status()).isEqualTo(201);
    assertThat(deploy(small, "f").status()).isEqualTo(200);
    Reply second = deploy(small, "g");
    assertThat(second.status()).isEqualTo(400);
    assertThat(new String(second.body(), UTF_8)).contains("Code storage limit exceeded");
    assertThat(invoke(small, "f").header("x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");

    put("small", "{\"codeBytes\": 10}");
    assertThat(deploy(small, "f").status()).isEqualTo(400);
    assertThat(invoke(small, "f").status()).isEqualTo(200);
  }

  @Test
  void deploymentsAtTheSameMomentShareOneQuota() {
    var _ = Needs.python();
    put("crowd", "{\"functions\": 3}");
    PlatformClient crowd = with("crowd", "{\"role\": \"developer\"}");
    List<Integer> statuses =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> deploy(crowd, "f" + i).status(), THREADS))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .sorted()
            .toList();
    assertThat(statuses).containsExactly(201, 201, 201, 400, 400, 400, 400, 400);
    assertThat(crowd.get("/v1/functions").objects("functions")).hasSize(3);
  }

  @Test
  void aKeyMakesNoMoreRequestsThanItsRateAndOthersOfItsTenantGoOn() {
    put("paced", "{}");
    PlatformClient slow =
        with("paced", "{\"role\": \"viewer\", \"requestsPerS\": 1, \"burst\": 3}");
    PlatformClient quick = with("paced", "{\"role\": \"viewer\"}");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      statuses.add(slow.get("/v1/functions").status());
      assertThat(quick.get("/v1/functions").status()).isEqualTo(200);
    }
    assertThat(statuses).startsWith(200, 200, 200).contains(429);
    Reply last = slow.get("/v1/functions");
    for (int i = 0; i < 20 && last.status() == 200; i++) {
      last = slow.get("/v1/functions");
    }
    assertThat(last.header("Retry-After")).isEqualTo("1");
    Reply wrong =
        send(
            client("AKIDEXAMPLE", "secret", "paced"),
            "POST",
            "/v1/keys",
            "{\"role\": \"viewer\", \"requestsPerS\": 0, \"burst\": -1}");
    assertThat(new String(wrong.body(), UTF_8)).contains("requestsPerS is 0", "burst is -1");
  }

  @Test
  void aTenantThatAsksTooOftenIsToldWhenToComeBack() {
    put("quick", "{\"requestsPerS\": 1}");
    PlatformClient quick = with("quick", "{\"role\": \"viewer\"}");
    Reply last = quick.get("/v1/functions");
    for (int i = 0; i < 20 && last.status() == 200; i++) {
      last = quick.get("/v1/functions");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
    assertThat(last.header("Retry-After")).isEqualTo("1");
    assertThat(red.get("/v1/functions").status()).isEqualTo(200);
  }
}
