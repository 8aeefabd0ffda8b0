package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import org.junit.jupiter.api.Test;

/// Whatever is sent as a signature.
class SignatureFuzzTest {
  @Test
  void readsOrPassesOverEveryHeader() {
    Fuzz.Result result =
        Fuzz.of(
                "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=0123")
            .run(header -> Signature.parse(new String(header, UTF_8)));

    assertThat(result.refused()).isZero();
  }
}
