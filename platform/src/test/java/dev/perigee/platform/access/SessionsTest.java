package dev.perigee.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.platform.access.Credentials.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final String KEY = "an-api-key-of-some-length";
  private static final Caller VIEWER =
      new Caller("AKPGVIEWER", "red", Role.VIEWER, Set.of(), Optional.empty());

  private final SteppedClock clock = new SteppedClock();
  private final List<String> audit = new ArrayList<>();
  private final Map<String, Caller> apiKeys = new HashMap<>(Map.of(ApiKey.hash(KEY), VIEWER));
  private final Sessions sessions =
      new Sessions(
          new KeyRing(
              AuthMode.KEYS, _ -> Optional.empty(), hash -> Optional.ofNullable(apiKeys.get(hash))),
          clock,
          audit::add);

  private AccessRequest request(String method, Session session, String... headers) {
    SortedMap<String, String> all = new TreeMap<>(Map.of("host", "perigee.example"));
    all.put("cookie", "other=1; " + SessionGate.COOKIE + "=" + session.token());
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return new AccessRequest(
        method, "/v1/x", "", all.keySet(), name -> all.getOrDefault(name, ""), () -> new byte[0]);
  }

  private void isRefused(AccessRequest request, String type) {
    assertThatThrownBy(() -> sessions.gate().admit(request))
        .isInstanceOfSatisfying(
            AccessException.class, refused -> assertThat(refused.type()).isEqualTo(type));
  }

  @Test
  void aSessionHasTheRightsOfItsKey() {
    Session session = sessions.open("", KEY, "127.0.0.1");

    assertThat(session.caller()).isEqualTo(VIEWER);
    assertThat(sessions.gate().admit(request("GET", session))).isEqualTo(VIEWER);
    assertThat(session.token()).hasSizeGreaterThan(32).isNotEqualTo(session.csrfToken());
    assertThat(session.toString()).doesNotContain(session.token(), session.csrfToken());
  }

  @Test
  void whatChangesSomethingNeedsTheTokenAndTheOriginOfThisSite() {
    Session session = sessions.open("", KEY, "127.0.0.1");
    String own = "https://perigee.example";

    isRefused(request("POST", session), "CrossSiteRequestException");
    isRefused(request("DELETE", session, "origin", own), "CrossSiteRequestException");
    isRefused(
        request("POST", session, SessionGate.CSRF_HEADER, session.csrfToken()),
        "CrossSiteRequestException");
    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "https://perigee.example.evil",
            "https://perigee.example:8080")) {
      isRefused(
          request("PUT", session, "origin", origin, SessionGate.CSRF_HEADER, session.csrfToken()),
          "CrossSiteRequestException");
    }
    isRefused(
        request("POST", session, "origin", own, SessionGate.CSRF_HEADER, session.token()),
        "CrossSiteRequestException");
    assertThat(
            sessions
                .gate()
                .admit(
                    request(
                        "POST",
                        session,
                        "origin",
                        own,
                        SessionGate.CSRF_HEADER,
                        session.csrfToken())))
        .isEqualTo(VIEWER);
  }

  @Test
  void aSessionEndsWithItsKeyByLogoutAfterAnHourOfRestAndAfterTwelve() {
    Session revoked = sessions.open("", KEY, "127.0.0.1");
    apiKeys.clear();
    isRefused(request("GET", revoked), "ExpiredTokenException");
    apiKeys.put(ApiKey.hash(KEY), VIEWER);
    isRefused(request("GET", revoked), "ExpiredTokenException");

    Session closed = sessions.open("", KEY, "127.0.0.1");
    sessions.close(closed.token());
    assertThat(sessions.find(closed.token())).isEmpty();

    Session idle = sessions.open("", KEY, "127.0.0.1");
    clock.pass(Duration.ofMinutes(60));
    assertThat(sessions.find(idle.token())).isEmpty();

    Session busy = sessions.open("", KEY, "127.0.0.1");
    for (int i = 0; i < 14; i++) {
      clock.pass(Duration.ofMinutes(50));
      assertThat(sessions.find(busy.token())).isPresent();
    }
    clock.pass(Duration.ofMinutes(20));
    assertThat(sessions.find(busy.token())).isEmpty();
  }

  @Test
  void elevenAttemptsInAMinuteAreTooManyAndEachThatFailedIsToldWithoutItsSecret() {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> sessions.open("", "canary-secret-in-attempt", "10.0.0.1"))
          .isInstanceOfSatisfying(
              AccessException.class, refused -> assertThat(refused.status()).isEqualTo(403));
    }
    assertThatThrownBy(() -> sessions.open("", KEY, "10.0.0.1"))
        .isInstanceOfSatisfying(
            AccessException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(429);
              assertThat(refused.retryAfterS()).isEqualTo(6);
            });
    assertThat(sessions.open("", KEY, "10.0.0.2").caller()).isEqualTo(VIEWER);
    assertThat(audit)
        .hasSize(11)
        .allSatisfy(line -> assertThat(line).contains("10.0.0.1").doesNotContain("canary", KEY));
    clock.pass(Duration.ofSeconds(6));
    assertThat(sessions.open("", KEY, "10.0.0.1").caller()).isEqualTo(VIEWER);
  }

  @Test
  void aPairIsShownWhole() {
    Caller admin = Caller.firstAdministrator("AKID");
    Sessions ofPairs =
        new Sessions(
            new KeyRing(
                AuthMode.SIGV4,
                Credentials.of(Map.of("AKID", new Credential("right", admin))),
                _ -> Optional.empty()),
            clock,
            audit::add);

    assertThat(ofPairs.open("AKID", "right", "a").caller()).isEqualTo(admin);
    for (String[] wrong : new String[][] {{"AKID", "Right"}, {"AKIE", "right"}, {"", "right"}}) {
      assertThatThrownBy(() -> ofPairs.open(wrong[0], wrong[1], "a"))
          .isInstanceOf(AccessException.class);
    }
    assertThat(audit).hasSize(3).first().asString().contains("key id AKID");
  }

  @Test
  void namesOfOthersAreNotTakenWhereNobodyIsAskedForAKey() {
    HostNames names = HostNames.of(AuthMode.NONE, "127.0.0.1", Set.of("perigee.lan"));
    for (String own :
        List.of(
            "127.0.0.1:8080", "localhost", "a.localhost:80", "[::1]:8080", "Perigee.LAN:1", "")) {
      names.require(own);
    }
    for (String other : List.of("evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1")) {
      assertThatThrownBy(() -> names.require(other))
          .isInstanceOfSatisfying(
              AccessException.class, refused -> assertThat(refused.status()).isEqualTo(421));
    }
    assertThat(HostNames.of(AuthMode.KEYS, "127.0.0.1", Set.of())).isEqualTo(HostNames.ANY);
    assertThat(HostNames.of(AuthMode.NONE, "0.0.0.0", Set.of())).isEqualTo(HostNames.ANY);
  }
}
