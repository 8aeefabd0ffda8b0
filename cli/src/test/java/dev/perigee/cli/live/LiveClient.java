package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Speaks to a live platform of a test as one tenant.
record LiveClient(URI base, String tenant) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A Python function of a test in the file `app.py`.
  record Code(String handler, String source, long timeoutMs, OptionalInt concurrency) {

    static Code of(String handler, String source) {
      return new Code(handler, source, 10_000, OptionalInt.empty());
    }

    Code timeoutMs(long newTimeoutMs) {
      return new Code(handler, source, newTimeoutMs, concurrency);
    }

    Code concurrency(int newConcurrency) {
      return new Code(handler, source, timeoutMs, OptionalInt.of(newConcurrency));
    }
  }

  static LiveClient of(int port) {
    return new LiveClient(URI.create("http://127.0.0.1:" + port), "default");
  }

  LiveClient as(String otherTenant) {
    return new LiveClient(base, otherTenant);
  }

  /// Deploys, and says what went wrong if it was not taken.
  void deploy(String name, Code code) {
    deploy(name, code, Map.of());
  }

  void deploy(String name, Code code, Map<String, String> environment) {
    HttpResponse<String> reply = tryDeploy(name, code, environment);
    if (reply.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "deploying " + name + ": " + reply.statusCode() + " " + reply.body());
    }
  }

  HttpResponse<String> tryDeploy(String name, Code code, Map<String, String> environment) {
    return put(
        name,
        new DeployRequest(
            "python3",
            code.handler(),
            OptionalInt.empty(),
            OptionalLong.of(code.timeoutMs()),
            "",
            code.concurrency(),
            environment,
            zip("app.py", code.source().getBytes(UTF_8))));
  }

  HttpResponse<String> put(String name, DeployRequest request) {
    return send("PUT", "/v1/functions/" + name, BodyPublishers.ofByteArray(Json.bytes(request)));
  }

  HttpResponse<String> invoke(String name, String payload) {
    return send(
        "POST", "/v1/functions/" + name + "/invocations", BodyPublishers.ofString(payload, UTF_8));
  }

  /// Calls a version or alias.
  HttpResponse<String> invoke(String name, String qualifier, String payload) {
    return send(
        "POST",
        "/v1/functions/" + name + "/invocations?qualifier=" + qualifier,
        BodyPublishers.ofString(payload, UTF_8));
  }

  /// Sends an event that nobody waits for.
  HttpResponse<String> event(String name, String payload) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/2015-03-31/functions/" + name + "/invocations"))
            .timeout(PATIENCE)
            .header("Perigee-Tenant", tenant)
            .header("X-Amz-Invocation-Type", "Event")
            .POST(BodyPublishers.ofString(payload, UTF_8))
            .build();
    return send(request);
  }

  CompletableFuture<HttpResponse<String>> begin(String name, String payload) {
    HttpRequest request =
        request(
            "POST",
            "/v1/functions/" + name + "/invocations",
            BodyPublishers.ofString(payload, UTF_8));
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  HttpResponse<String> delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  JsonNode ledger(String query) {
    return json(get("/v1/ledger" + query).body());
  }

  /// Reads the ids of all entries as they come, so that a ledger may be larger than memory; returns
  /// how many there are.
  long eachEntry(Consumer<String> invocationId) {
    try {
      HttpRequest request = request("GET", "/v1/ledger?format=csv", BodyPublishers.noBody());
      long[] count = {0};
      HTTP.send(request, BodyHandlers.ofLines())
          .body()
          .skip(1)
          .forEach(line -> {
            invocationId.accept(line.substring(0, line.indexOf(',')));
            count[0]++;
          });
      return count[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The ledger's line of an answer, as soon as it is there.
  JsonNode entry(HttpResponse<String> answer) {
    String id = requestId(answer);
    return await(
        "entry of " + id,
        () -> {
          for (JsonNode entry : ledger("").get("entries")) {
            if (entry.get("invocationId").asText().equals(id)) {
              return entry;
            }
          }
          return MissingNode.getInstance();
        },
        node -> !node.isMissingNode());
  }

  boolean isReady() {
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body) {
    return send(request(method, path, body));
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, BodyPublisher body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Perigee-Tenant", tenant)
        .method(method, body)
        .build();
  }

  static String requestId(HttpResponse<String> answer) {
    return header(answer, "x-amzn-RequestId");
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  /// An archive with one file.
  static byte[] zip(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Asks again and again until the answer is right.
  static <T> T await(String what, Supplier<T> question, Predicate<T> isRight) {
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    T answer = question.get();
    while (!isRight.test(answer)) {
      if (System.nanoTime() > untilNs) {
        throw new AssertionError("no " + what + " within " + PATIENCE + "; last: " + answer);
      }
      LockSupport.parkNanos(20_000_000L);
      answer = question.get();
    }
    return answer;
  }
}
