package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that no SDK would send, or only by mistake: each gets the error that AWS gives, and the
/// next call works.
class AwsBadInputLiveTest {
  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final byte[] ZIP =
      LiveClient.zip("app.py", "def handler(e, c):\n    return 'fine'\n".getBytes(UTF_8));

  @TempDir static Path data;

  private static LiveServer server;
  private static LiveClient client;

  @BeforeAll
  static void start() {
    server = new LiveServer(data);
    client = server.client();
    var _ = Needs.python();
    assertThat(create("fine", "python3.12", base64(ZIP)).statusCode()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theNextCallWorks() {
    assertThat(client.invoke("fine", "{}").body()).isEqualTo("\"fine\"");
  }

  private static String base64(byte[] zip) {
    return Base64.getEncoder().encodeToString(zip);
  }

  private static HttpResponse<String> create(String name, String runtime, String zipFile) {
    return post(
        FUNCTIONS,
        """
        {"FunctionName":"%s","Runtime":"%s","Role":"arn:aws:iam::000000000000:role/r",
         "Handler":"app.handler","Code":{"ZipFile":"%s"},"Unknown":{"a":[1]}}
        """
            .formatted(name, runtime, zipFile));
  }

  private static HttpResponse<String> post(String path, String body) {
    return client.send("POST", path, BodyPublishers.ofString(body));
  }

  private static void isRefused(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(LiveClient.header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    JsonNode body = LiveClient.json(answer.body());
    assertThat(body.has("message") || body.has("Message")).as(answer.body()).isTrue();
  }

  @Test
  void aRequestOfMoreThan70MbIsTooLarge() {
    byte[] large = new byte[70_200_000];
    Arrays.fill(large, (byte) 'A');

    isRefused(
        client.send("POST", FUNCTIONS, BodyPublishers.ofByteArray(large)),
        413,
        "RequestEntityTooLargeException");
  }

  @Test
  void aCutArchiveIsNoArchive() {
    byte[] cut = Arrays.copyOf(ZIP, ZIP.length - 30);

    isRefused(create("cut", "python3.12", base64(cut)), 400, "InvalidParameterValueException");
    isRefused(client.get(FUNCTIONS + "/cut"), 404, "ResourceNotFoundException");
  }

  @Test
  void whatIsNotBase64IsSaidToBeSo() {
    isRefused(create("odd", "python3.12", "%%%%"), 400, "InvalidRequestContentException");
  }

  @Test
  void anUnknownRuntimeIsRefused() {
    isRefused(create("cobol", "cobol74", base64(ZIP)), 400, "InvalidParameterValueException");
  }

  @Test
  void anIllegalNameIsRefused() {
    for (String name : new String[] {"a b", "../up", "x".repeat(200), ""}) {
      isRefused(create(name, "python3.12", base64(ZIP)), 400, "ValidationException");
    }
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() {
    isRefused(post(FUNCTIONS, "{\"FunctionName\":"), 400, "InvalidRequestContentException");
    isRefused(post(FUNCTIONS, "[]"), 400, "InvalidRequestContentException");
  }

  @Test
  void aRevisionThatIsNotTheLastIsRefused() {
    String body = "{\"RevisionId\":\"11111111-2222-3333-4444-555555555555\",\"Timeout\":5}";

    isRefused(
        client.send("PUT", FUNCTIONS + "/fine/configuration", BodyPublishers.ofString(body)),
        412,
        "PreconditionFailedException");
    isRefused(post(FUNCTIONS + "/fine/versions", body), 412, "PreconditionFailedException");
  }

  @Test
  void markersThatNobodyGaveOutAreRefused() {
    isRefused(
        client.get(FUNCTIONS + "/fine/versions?Marker=x"), 400, "InvalidParameterValueException");
    isRefused(
        client.get(FUNCTIONS + "?FunctionVersion=ALL&Marker=x"),
        400,
        "InvalidParameterValueException");
    isRefused(client.get(FUNCTIONS + "?FunctionVersion=SOME"), 400, "ValidationException");
    isRefused(client.get(FUNCTIONS + "?MaxItems=0"), 400, "ValidationException");
  }
}
