package dev.perigee.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.platform.access.Credentials.Credential;
import dev.perigee.platform.access.RecordedRequests.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRequestsTest {
  private static final Credentials KEY =
      Credentials.of(
          Map.of("AKIDEXAMPLE", Credential.ofFirstAdministrator("AKIDEXAMPLE", "secret")));

  @TempDir Path folder;

  private static Path capture() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(
                RecordedRequestsTest.class.getResource("boto3-lambda-wire-capture.jsonl"))
            .toURI());
  }

  private List<Verdict> verdicts(String from, String to) throws IOException, URISyntaxException {
    String altered = Files.readString(capture()).replace(from, to);
    Path file = Files.writeString(folder.resolve("altered.jsonl"), altered);
    return RecordedRequests.verify(file, KEY, Optional.empty());
  }

  @Test
  void letsInWhatRealClientsSigned() throws Exception {
    assertThat(RecordedRequests.verify(capture(), KEY, Optional.empty()))
        .hasSize(26)
        .allMatch(Verdict::accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"method\": \"POST\"', '\"method\": \"PATCH\"', InvalidSignatureException",
    "'\"path\": \"/', '\"path\": \"/x', InvalidSignatureException",
    "'\"body_b64\": \"', '\"body_b64\": \"e30g', InvalidSignatureException",
    "'20261121T08', '20261121T09', InvalidSignatureException",
    "'/20261121/', '/20261122/', InvalidSignatureException",
    "'/us-east-1/', '/us-east-2/', InvalidSignatureException",
    "'/lambda/aws4', '/s3/aws4', InvalidSignatureException",
    "'AKIDEXAMPLE', 'AKIDOTHER', UnrecognizedClientException",
    "'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1', IncompleteSignatureException",
    "'\"authorization\"', '\"authorisation\"', MissingAuthenticationTokenException"
  })
  void refusesWhatWasAlteredAndSaysWhy(String from, String to, String type) throws Exception {
    List<Verdict> refused =
        verdicts(from, to).stream().filter(verdict -> !verdict.accepted()).toList();

    assertThat(refused).isNotEmpty().allMatch(verdict -> verdict.reason().startsWith(type));
    if (!from.contains("POST") && !from.contains("lambda")) {
      assertThat(refused).hasSize(26);
    }
  }

  @Test
  void letsInWhatNoSignatureCovers() throws Exception {
    assertThat(verdicts("attempt=1", "attempt=2")).allMatch(Verdict::accepted);
  }

  @Test
  void refusesWhatArrivesTooLateOrTooEarly() throws Exception {
    for (String at : List.of("2026-11-21T09:52:05Z", "2026-11-21T07:52:05Z")) {
      assertThat(RecordedRequests.verify(capture(), KEY, Optional.of(Instant.parse(at))))
          .noneMatch(Verdict::accepted);
    }
  }

  @Test
  void saysWhichLineIsNoRequest() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.jsonl"), "{}\n\nnot json\n");

    List<Verdict> verdicts = RecordedRequests.verify(file, KEY, Optional.empty());

    assertThat(verdicts).extracting(Verdict::line).containsExactly(1, 3);
    assertThat(verdicts).noneMatch(Verdict::accepted);
  }
}
