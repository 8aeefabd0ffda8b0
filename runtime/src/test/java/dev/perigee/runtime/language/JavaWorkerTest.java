package dev.perigee.runtime.language;

import static dev.perigee.runtime.sandbox.Functions.CLIENT_CONTEXT;
import static dev.perigee.runtime.sandbox.Functions.java;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JavaWorkerTest {
  private static final UUID CALLER = UUID.fromString("11111111-2222-3333-4444-555555555555");

  private static SandboxHost host;
  private static JavaWorkerFactory factory;
  @TempDir static Path directory;
  @TempDir Path code;

  @BeforeAll
  static void open() {
    Needs.python();
    host = SandboxHost.open();
    factory = new JavaWorkerFactory(host, directory);
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private static Worker start(Sample sample, String handler) throws WorkerStartException {
    if (sample.isolation() == Isolation.NAMESPACES) {
      Needs.that(
          "namespaces",
          host.capabilities().has("namespaces"),
          host.capabilities().reason("namespaces"));
    }
    factory.prepare(sample.spec(handler));
    return factory.start(sample.spec(handler));
  }

  private static String call(Sample sample, String handler, String event)
      throws WorkerStartException {
    Worker worker = start(sample, handler);
    String answer = text(worker.invoke(sample.call(event)));
    worker.stop(Duration.ZERO);
    return answer;
  }

  @Test
  void givesTheHandlerWhatTheCallerSentAlong() throws Exception {
    Sample sample =
        java(
            code,
            "app/App.java",
            """
            package app;
            import java.util.*;
            public class App {
              public interface Client { String getAppTitle(); String getInstallationId(); }
              public interface ClientContext { Client getClient(); Map<String, String> getCustom(); Map<String, String> getEnvironment(); }
              public interface Context { ClientContext getClientContext(); }
              public List<Object> handleRequest(Object event, Context context) {
                ClientContext sent = context.getClientContext();
                return sent == null ? null : Arrays.asList(sent.getCustom(), sent.getEnvironment(),
                    sent.getClient().getAppTitle(), sent.getClient().getInstallationId());
              }
            }
            """);
    Worker worker = start(sample, "app.App");

    assertThat(text(worker.invoke(sample.call("1", CLIENT_CONTEXT))))
        .isEqualTo("[{\"k\":\"ä\"},{\"locale\":\"de\"},\"maps\",null]");
    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("null");
    worker.stop(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void givesTheHandlerEventAndContextAsAwsDoes(Isolation isolation) throws Exception {
    // The interface has the name that aws-lambda-java-core gives it.
    java(
        code,
        "com/amazonaws/services/lambda/runtime/Context.java",
        """
        package com.amazonaws.services.lambda.runtime;
        public interface Context {
          String getAwsRequestId(); String getFunctionName(); String getFunctionVersion();
          String getInvokedFunctionArn(); String getLogGroupName(); int getMemoryLimitInMB();
          int getRemainingTimeInMillis(); LambdaLogger getLogger(); Object getIdentity();
        }
        """);
    java(
        code,
        "com/amazonaws/services/lambda/runtime/LambdaLogger.java",
        "package com.amazonaws.services.lambda.runtime; public interface LambdaLogger { void"
            + " log(String s); }");
    java(
        code,
        "com/amazonaws/services/lambda/runtime/RequestHandler.java",
        "package com.amazonaws.services.lambda.runtime; public interface RequestHandler<I, O> { O"
            + " handleRequest(I i, Context c); }");
    Sample sample =
        java(
                code,
                "app/App.java",
                """
                package app;
                import com.amazonaws.services.lambda.runtime.*;
                import java.util.*;
                public class App implements RequestHandler<App.In, List<Object>> {
                  public record In(String n, List<Integer> numbers, Optional<String> none) {}
                  public List<Object> handleRequest(In in, Context context) {
                    context.getLogger().log("hörst du");
                    return Arrays.asList(in, context.getAwsRequestId(), context.getFunctionName(), context.getMemoryLimitInMB(),
                        context.getFunctionVersion(), context.getInvokedFunctionArn(), context.getLogGroupName(),
                        context.getRemainingTimeInMillis() > 2000, context.getIdentity(), System.getenv("COLOUR"));
                  }
                }
                """)
            .environment("COLOUR", "grün")
            .under(isolation);
    Worker worker = start(sample, "app.App");
    Invocation call = sample.call("{\"n\": \"ä\", \"numbers\": [1, 2], \"more\": 1}");

    Answer answer = worker.invoke(call);

    assertThat(text(answer))
        .isEqualTo(
            "[{\"n\":\"ä\",\"numbers\":[1,2],\"none\":null},\"%s\",\"sample\",128,\"$LATEST\","
                    .formatted(call.id())
                + "\"arn:aws:lambda:us-east-1:000000000000:function:sample\","
                + "\"/aws/lambda/sample\",true,null,\"grün\"]");
    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(answer.reusable()).isTrue();
    assertThat(answer.cpuNs()).isPositive();
    assertThat(worker.startPhases().sandboxNs()).isPositive();
    Functions.await(() -> sample.logs().equals(List.of("hörst du")), "it is logged");
    worker.stop(Duration.ZERO);
    assertThat(worker.isAlive()).isFalse();
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.endsWith("function.aot")))
          .isNotEmpty()
          .allMatch(file -> file.toFile().length() > 0, "a cache was made");
    }
  }

  @Test
  void bindsEventsAndAnswersOfManyKinds() throws Exception {
    Sample sample =
        java(
            code,
            "App.java",
            """
            import java.io.*;
            import java.time.Instant;
            import java.util.*;
            public class App {
              public enum Colour { RED, GREEN }
              public static class Bean {
                private int a; private Colour colour; public double open; private Map<String, Instant> at;
                public int getA() { return a; } public void setA(int a) { this.a = a; }
                public Colour getColour() { return colour; } public void setColour(Colour c) { colour = c; }
                public Map<String, Instant> getAt() { return at; } public void setAt(Map<String, Instant> at) { this.at = at; }
                public boolean isRed() { return colour == Colour.RED; }
              }
              public Bean bean(Bean bean) { bean.a++; return bean; }
              public String text(String text) { return text + "!"; }
              public Map<String, Object> map(Map<String, Object> map) { map.put("n", 1.5); return map; }
              public int[] array(long[] all) { return new int[] {all.length}; }
              public void stream(InputStream in, OutputStream out) throws IOException { out.write(in.readAllBytes()); }
              public static Object nothing() { return null; }
              public void silent(Object event) {}
            }
            """);

    assertThat(
            call(
                sample,
                "App::bean",
                "{\"a\":1,\"colour\":\"RED\",\"open\":2,\"at\":{\"x\":\"2026-01-01T00:00:00Z\"}}"))
        .contains(
            "\"a\":2",
            "\"colour\":\"RED\"",
            "\"open\":2.0",
            "\"red\":true",
            "\"at\":{\"x\":\"2026-01-01T00:00:00Z\"}");
    assertThat(call(sample, "App::text", "\"a\\u00e4\\n\"")).isEqualTo("\"aä\\n!\"");
    assertThat(call(sample, "App::map", "{\"a\":[true,null,12345678901]}"))
        .isEqualTo("{\"a\":[true,null,12345678901],\"n\":1.5}");
    assertThat(call(sample, "App::array", "[1,2,3]")).isEqualTo("[3]");
    assertThat(call(sample, "App::stream", "{\"as it\": \"is\"}")).isEqualTo("{\"as it\": \"is\"}");
    assertThat(call(sample, "App::nothing", "1")).isEqualTo("null");
    assertThat(call(sample, "App::silent", "1")).isEqualTo("null");
    assertThat(call(sample, "App::array", "{}")).contains("JsonException", "wants a [J");
  }

  @Test
  void namesTheFaultOfAHandlerAndLivesOn() throws Exception {
    Sample sample =
        java(
            code,
            "App.java",
            """
            public class App {
              public Object handle(int event) {
                if (event == 1) throw new IllegalStateException("no \\"one\\"", new RuntimeException("cause"));
                return event;
              }
            }
            """);
    Worker worker = start(sample, "App::handle");

    Answer fault = worker.invoke(sample.call("1"));

    assertThat(fault.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(fault))
        .isEqualTo(
            "{\"errorMessage\":\"no"
                + " \\\"one\\\"\",\"errorType\":\"java.lang.IllegalStateException\",\"stackTrace\":["
                + "\"App.handle(App.java:3)\"],\"cause\":{\"errorMessage\":\"cause\",\"errorType\":\"java.lang.RuntimeException\","
                + "\"stackTrace\":[\"App.handle(App.java:3)\"]}}");
    assertThat(text(worker.invoke(sample.call("2")))).isEqualTo("2");
    Functions.await(
        () -> sample.logs().contains("Caused by: java.lang.RuntimeException: cause"),
        "it is logged");
    worker.stop(Duration.ZERO);
  }

  @Test
  void tellsWhyCodeCannotBeLoaded() {
    String source =
        """
        public class App {
          static { if ("throws".equals(System.getenv("STATIC"))) throw new IllegalStateException("static"); }
          static { if ("exits".equals(System.getenv("STATIC"))) System.exit(4); }
          public Object handle(Object event) { return event; }
        }
        """;
    Sample sample = java(code, "App.java", source);
    assertThat(loadFault(sample, "no.Such::handle"))
        .contains(
            "\"errorMessage\":\"Class not found: no.Such\"", "java.lang.ClassNotFoundException");
    assertThat(loadFault(sample, "App::missing"))
        .contains("Runtime.HandlerNotFound", "No public method named missing");
    assertThat(loadFault(sample, "App::")).contains("Runtime.MalformedHandlerName");
    assertThat(loadFault(sample.environment("STATIC", "throws"), "App::handle"))
        .contains("\"errorMessage\":\"static\",\"errorType\":\"java.lang.IllegalStateException\"");
    assertThat(loadFault(sample.environment("STATIC", "exits"), "App::handle"))
        .contains("Runtime.ExitError", CALLER + " Error: Runtime exited with error: exit status 4");
  }

  private static String loadFault(Sample sample, String handler) {
    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> start(sample, handler));
    assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
    return new String(fault.bodyFor(CALLER), UTF_8);
  }

  @Test
  void refusesSourcesThatCannotBeCompiled() {
    Sample sample = java(code, "App.java", "public class App { nonsense }");
    WorkerStartException fault =
        catchThrowableOfType(
            WorkerStartException.class, () -> factory.prepare(sample.spec("App::x")));
    assertThat(fault).hasMessageContaining("App.java:1: error");
  }

  @Test
  void tellsHowAProcessEndedAndEndsWhatRunsTooLong() throws Exception {
    Sample sample =
        java(
                code,
                "App.java",
                """
                import java.util.*;
                public class App {
                  static final List<byte[]> kept = new ArrayList<>();
                  public Object handle(int event) {
                    System.out.print("bye\\n");
                    if (event < 4) System.exit(event);
                    while (event == 4) kept.add(new byte[1 << 20]);
                    while (event == 5) { }
                    return event == 6 ? handle(event) : event;
                  }
                }
                """)
            .timeout(3_000);

    assertThat(call(sample, "App::handle", "3"))
        .contains("Error: Runtime exited with error: exit status 3\"}");
    assertThat(call(sample, "App::handle", "0"))
        .contains("Runtime exited without providing a reason");
    assertThat(call(sample, "App::handle", "5")).contains("Task timed out after 3.00 seconds");
    Worker worker = start(sample, "App::handle");
    Answer memory = worker.invoke(sample.call("4"));
    assertThat(text(memory))
        .contains(
            "\"errorMessage\":\"Java heap space\",\"errorType\":\"java.lang.OutOfMemoryError\"");
    assertThat(memory.reusable()).isFalse();
    assertThat(worker.isAlive()).isFalse();
    assertThat(call(sample, "App::handle", "6")).contains("java.lang.StackOverflowError");
    assertThat(sample.logs()).contains("bye");
  }

  @Test
  void takesTheLargestAnswerAndEventAndRefusesMore() throws Exception {
    Sample sample =
        java(
                code,
                "App.java",
                "public class App { public Object handle(Object e) { return e instanceof Integer n"
                    + " ? \"x\".repeat(n) : e.toString().length(); } }")
            .memory(512);
    Worker worker = start(sample, "App::handle");

    Answer large = worker.invoke(sample.call("6291555"));
    Answer largest = worker.invoke(sample.call("6291554"));

    assertThat(text(large)).startsWith("{\"errorType\":\"Function.ResponseSizeTooLarge\"");
    assertThat(large.reusable()).isTrue();
    assertThat(largest.payload()).hasSize(6_291_556);
    assertThat(text(worker.invoke(sample.call("\"" + "y".repeat(6_000_000) + "\""))))
        .isEqualTo("6000000");
    worker.freeze();
    worker.thaw();
    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("\"x\"");
    worker.stop(Duration.ZERO);
  }

  @Test
  void isShutInLikeAnyFunction() throws Exception {
    Sample sample =
        java(
            code,
            "App.java",
            """
            import java.net.*; import java.nio.file.*; import java.util.*; import java.util.concurrent.Callable;
            public class App {
              static String attempt(Callable<?> action) { try { return String.valueOf(action.call()); } catch (Exception e) { return e.getClass().getSimpleName(); } }
              public Object handle(Object event) throws Exception {
                Map<String, Object> seen = new TreeMap<>();
                seen.put("root", new com.sun.security.auth.module.UnixSystem().getUid() == 0);
                seen.put("write", attempt(() -> Files.writeString(Path.of("/var/task/x"), "")));
                seen.put("host", Files.list(Path.of("/host")).count());
                seen.put("processes", Files.list(Path.of("/proc")).filter(p -> p.getFileName().toString().matches("[0-9]+")).count());
                seen.put("name", attempt(() -> InetAddress.getLocalHost().getHostName()));
                seen.put("unshare", new ProcessBuilder("unshare", "-U", "true").start().waitFor() != 0);
                seen.put("network", attempt(() -> new Socket("192.0.2.1", 80)));
                seen.put("tmp", attempt(() -> Files.writeString(Path.of("/tmp/x"), "y")));
                seen.put("input", System.in.read());
                return seen;
              }
            }
            """);
    assertThat(call(sample, "App::handle", "1"))
        .contains(
            "\"root\":false", "\"write\":\"FileSystemException\"", "\"host\":0", "\"input\":-1")
        .contains("\"processes\":2", "\"unshare\":true", "\"tmp\":\"/tmp/x\"")
        .containsPattern(
            "\"network\":\"(SocketException|ConnectException|NoRouteToHostException)\"");
  }

  @Test
  void fetchesWhatCommentsNameByMavenCoordinates() throws Exception {
    Sample sample =
        java(
            code,
            "App.java",
            """
            //DEPS com.google.code.gson:gson:2.13.1
            import com.google.gson.JsonObject;
            public class App {
              public String handle(String event) {
                JsonObject json = new JsonObject();
                json.addProperty("said", event);
                return json.toString();
              }
            }
            """);

    assertThat(fetching(() -> call(sample, "App::handle", "\"x\"")))
        .isEqualTo("\"{\\\"said\\\":\\\"x\\\"}\"");
  }

  @Test
  void buildsAProjectLaidOutForMaven() throws Exception {
    Files.writeString(
        code.resolve("pom.xml"),
        """
        <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
          <dependencies><dependency>
            <groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.13.1</version>
          </dependency></dependencies>
        </project>
        """);
    java(code.resolve("src/test/java"), "AppTest.java", "class AppTest { org.junit.Test none; }");
    Files.createDirectories(code.resolve("src/main/resources/words"));
    Files.writeString(code.resolve("src/main/resources/words/greeting"), "hello");
    Sample sample =
        java(
            code,
            "src/main/java/app/App.java",
            """
            package app;
            public class App {
              public String handle(String event) throws Exception {
                try (var in = App.class.getResourceAsStream("/words/greeting")) {
                  return new com.google.gson.Gson().toJson(new String(in.readAllBytes()));
                }
              }
            }
            """);

    assertThat(fetching(() -> call(sample, "app.App::handle", "\"x\"")))
        .isEqualTo("\"\\\"hello\\\"\"");
  }

  @Test
  void saysWhichCoordinatesAreNone() throws Exception {
    Sample sample = java(code, "App.java", "//DEPS gson 2.13.1\npublic class App {}\n");

    assertThat(catchThrowableOfType(WorkerStartException.class, () -> start(sample, "App::handle")))
        .hasMessageContaining("no coordinates: gson, 2.13.1")
        .hasMessageContaining("group:artifact:version");
  }

  /// Skips where the machine has no Maven or reaches no repository.
  private static <T> T fetching(Callable<T> body) throws Exception {
    Needs.program("mvn");
    try {
      return body.call();
    } catch (WorkerStartException e) {
      boolean unreachable = String.valueOf(e.getMessage()).contains("Could not transfer artifact");
      Needs.that("maven-repository", !unreachable, String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
