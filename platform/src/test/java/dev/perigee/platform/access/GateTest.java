package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.world.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:52:06Z");
  private static final String KEY = "a-key-of-twenty-characters";

  /// A clock that stands still.
  private record Standing() implements Clock {
    @Override
    public long utcNs() {
      return NOW.getEpochSecond() * 1_000_000_000L;
    }

    @Override
    public long monoNs() {
      return 0;
    }
  }

  private final Gate signed =
      new FirstAdministrator(AuthMode.SIGV4, "AKID", "secret").keys().gate(new Standing());
  private final Gate keyed =
      FirstAdministrator.in(Map.of("PERIGEE_API_KEY", KEY), AuthMode.KEYS)
          .keys()
          .gate(new Standing());

  private static AccessRequest request(SortedMap<String, String> headers, String body) {
    return new AccessRequest(
        "PUT",
        "/v1/functions/a%20b",
        "z=1&a=%2F",
        headers.keySet(),
        name -> headers.getOrDefault(name, ""),
        () -> body.getBytes(UTF_8));
  }

  private static SortedMap<String, String> signedHeaders(
      String secret, Instant at, String payloadHash) {
    SortedMap<String, String> headers = new TreeMap<>(Map.of("host", "h:1"));
    RequestSigner.Draft draft =
        new RequestSigner.Draft("PUT", "/v1/functions/a%20b", "z=1&a=%2F", headers, payloadHash);
    headers.putAll(new RequestSigner("AKID", secret, "eu-west-1").sign(draft, at));
    return headers;
  }

  private static String hash(String body) {
    return RequestSigner.payloadHash(body.getBytes(UTF_8));
  }

  private static void isRefused(Gate gate, AccessRequest request, String type) {
    assertThatThrownBy(() -> gate.admit(request))
        .isInstanceOfSatisfying(
            AccessException.class, refused -> assertThat(refused.type()).isEqualTo(type));
  }

  @Test
  void whoSignsComesInAgainAndAgain() {
    for (int i = 0; i < 3; i++) {
      assertThat(signed.admit(request(signedHeaders("secret", NOW, hash("{}")), "{}")))
          .isEqualTo(Caller.firstAdministrator("AKID"));
    }
    isRefused(
        signed,
        request(signedHeaders("secreT", NOW, hash("{}")), "{}"),
        "InvalidSignatureException");
  }

  @Test
  void aBodyThatIsNotTheSignedOneIsNoticedUnlessItIsNotSigned() {
    isRefused(
        signed,
        request(signedHeaders("secret", NOW, hash("{}")), "{ }"),
        "InvalidSignatureException");
    String unsigned = RequestSigner.UNSIGNED_PAYLOAD;
    assertThat(signed.admit(request(signedHeaders("secret", NOW, unsigned), "{ }")).keyId())
        .isEqualTo("AKID");
  }

  @Test
  void aBodyIsNotReadBeforeItsSignatureIsRight() {
    SortedMap<String, String> headers = signedHeaders("secreT", NOW, hash("{}"));
    AccessRequest request =
        new AccessRequest(
            "PUT",
            "/v1/functions/a%20b",
            "z=1&a=%2F",
            headers.keySet(),
            name -> headers.getOrDefault(name, ""),
            () -> {
              throw new AssertionError("read");
            });
    isRefused(signed, request, "InvalidSignatureException");
  }

  @Test
  void fiveMinutesAreNearEnough() {
    for (int offS : new int[] {-300, 300}) {
      Instant at = NOW.plusSeconds(offS);
      assertThat(signed.admit(request(signedHeaders("secret", at, hash("")), "")).keyId())
          .isEqualTo("AKID");
    }
    for (int offS : new int[] {-301, 301}) {
      Instant at = NOW.plusSeconds(offS);
      isRefused(
          signed, request(signedHeaders("secret", at, hash("")), ""), "InvalidSignatureException");
    }
  }

  @Test
  void aTenantThatIsNotSignedIsNotBelieved() {
    SortedMap<String, String> headers = signedHeaders("secret", NOW, hash(""));
    headers.put("perigee-tenant", "other");
    isRefused(signed, request(headers, ""), "InvalidSignatureException");
  }

  @Test
  void anApiKeyComesInAndNoOther() {
    assertThat(keyed.admit(request(bearer("Bearer " + KEY), "")).role()).isEqualTo(Role.ADMIN);
    isRefused(keyed, request(bearer("Bearer " + KEY + "x"), ""), "UnrecognizedClientException");
    isRefused(keyed, request(bearer("Basic " + KEY), ""), "MissingAuthenticationTokenException");
    isRefused(keyed, request(new TreeMap<>(), ""), "MissingAuthenticationTokenException");
  }

  private static SortedMap<String, String> bearer(String authorization) {
    return new TreeMap<>(Map.of("authorization", authorization));
  }

  @Test
  void aPlatformWithKeysDoesNotStartWithoutAnAdministrator() {
    assertThatThrownBy(() -> FirstAdministrator.in(Map.of(), AuthMode.SIGV4))
        .hasMessageContaining("set PERIGEE_ACCESS_KEY_ID")
        .hasMessageContaining("PERIGEE_SECRET_ACCESS_KEY");
    assertThatThrownBy(
            () -> FirstAdministrator.in(Map.of("PERIGEE_API_KEY", "short"), AuthMode.KEYS))
        .hasMessageContaining("PERIGEE_API_KEY")
        .hasMessageNotContaining("'short'");
    assertThat(FirstAdministrator.in(Map.of(), AuthMode.NONE).keys().gate(new Standing()))
        .isSameAs(Gate.OPEN);
  }

  @Test
  void secretsAreNotShown() {
    FirstAdministrator first = new FirstAdministrator(AuthMode.SIGV4, "AKID", "canary");
    assertThat(first + " " + new RequestSigner("AKID", "canary", "r")).doesNotContain("canary");
  }
}
