package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

  @Test
  void everyRequestOfTheCaptureIsSignedWithItsSecret() {
    List<Captured> all = Captured.all();
    assertThat(all).hasSize(26).allMatch(request -> isSigned(request, request.path(), "secret"));
  }

  @Test
  void anotherSecretPathOrBodyIsNoticed() {
    for (Captured request : Captured.all()) {
      assertThat(isSigned(request, request.path(), "secreT")).isFalse();
      assertThat(isSigned(request, request.path() + "/", "secret")).isFalse();
      byte[] body = (new String(request.body(), UTF_8) + " ").getBytes(UTF_8);
      Captured changed = new Captured(request.method(), request.target(), request.headers(), body);
      assertThat(isSigned(changed, request.path(), "secret")).isFalse();
    }
  }

  @Test
  void whatIsNoSignatureIsNone() {
    assertThat(Signature.parse("Basic YTpi")).isEmpty();
    assertThat(Signature.parse("AWS4-HMAC-SHA256 Credential=a, Signature=b")).isEmpty();
  }

  private static boolean isSigned(Captured request, String path, String secretKey) {
    Signature signature = Signature.parse(request.header("authorization")).orElseThrow();
    return signature.isOf(
        new Signature.Signed(
            request.method(),
            path,
            request.query(),
            request::header,
            Signature.payloadHash(request.body())),
        request.header("x-amz-date"),
        Signature.signingKey(secretKey, signature.scope()));
  }
}
