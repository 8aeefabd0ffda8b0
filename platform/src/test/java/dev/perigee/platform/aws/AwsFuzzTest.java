package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whatever functions answer to URLs and clients name.
class AwsFuzzTest {
  @Test
  void turnsEveryAnswerOfAFunctionIntoOneOfHttp() {
    Fuzz.Result result =
        Fuzz.of(
                "{\"statusCode\": 201, \"headers\": {\"a\": \"b\"}, \"cookies\": [\"c=d\"],"
                    + " \"body\": \"eA==\", \"isBase64Encoded\": true}",
                "{\"a\": 1}",
                "\"text\"")
            .run(UrlAnswer::of);

    assertThat(result.refused()).isZero();
  }

  @Test
  void neverSendsWhatAFunctionCanNotHaveMeant() {
    for (String answer :
        new String[] {
          "{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"%A==\"}",
          "{\"statusCode\": 200, \"headers\": {\"a\": \"b\\r\\nc: d\"}}",
          "{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}}",
          "{\"statusCode\": 200, \"cookies\": [\"a\\nb\"]}"
        }) {
      assertThat(UrlAnswer.of(answer.getBytes(UTF_8)).status()).as(answer).isEqualTo(502);
    }
  }

  @Test
  void findsOrRefusesEveryNameOfAFunction() {
    Fuzz.Result result =
        Fuzz.of(
                "hello",
                "hello:3",
                "123456789012:function:hello:live",
                "arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST")
            .refusing(AwsException.class)
            .run(name ->
                FunctionRef.of("default", "us-east-1", new String(name, UTF_8), Optional.empty()));

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }
}
