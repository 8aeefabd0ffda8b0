package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.world.Clock;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who is logged in. A login has the rights of its key, ends with it, after twelve hours, and after
/// an hour in which nothing was asked. They lie in memory and end with the process. Thread-safe.
public final class Sessions {
  static final Duration LIFE = Duration.ofHours(12);
  static final Duration IDLE = Duration.ofHours(1);
  private static final int COUNT_MAX = 10_000;
  private static final Rate ATTEMPTS = new Rate(10, Duration.ofMinutes(1), 10);
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final KeyRing keys;
  private final Clock clock;
  private final Consumer<String> audit;
  private final Rates attempts;
  private final Map<String, Open> byTokenHash = new ConcurrentHashMap<>();

  /// @param audit is told of each login that failed
  public Sessions(KeyRing keys, Clock clock, Consumer<String> audit) {
    this.keys = keys;
    this.clock = clock;
    this.audit = audit;
    this.attempts = new Rates(clock);
  }

  private static final class Open {
    private final String csrfToken = ApiKey.newSecret();
    private final Supplier<Optional<Caller>> key;
    private final long endMonoNs;
    private final long endUtcNs;
    private volatile long usedMonoNs;

    private Open(Supplier<Optional<Caller>> key, Clock clock) {
      this.key = key;
      this.usedMonoNs = clock.monoNs();
      this.endMonoNs = usedMonoNs + LIFE.toNanos();
      this.endUtcNs = clock.utcNs() + LIFE.toNanos();
    }

    private boolean isOver(long nowNs) {
      return nowNs - endMonoNs >= 0 || nowNs - usedMonoNs >= IDLE.toNanos();
    }

    private long usedMonoNs() {
      return usedMonoNs;
    }
  }

  /// What kind of keys is asked for.
  public AuthMode mode() {
    return keys.mode();
  }

  /// Logs somebody in.
  ///
  /// @param accessKeyId empty for an API key
  /// @param secret of the pair, or the API key
  /// @param address that it comes from, whose attempts are counted
  /// @throws AccessException if there is no such key, or there were too many attempts
  public Session open(String accessKeyId, String secret, String address) {
    long waitNs = attempts.take(address, ATTEMPTS);
    if (waitNs > 0) {
      throw refused(AccessException.throttled(waitNs), accessKeyId, address);
    }
    try {
      Open opened = new Open(keys.holder(accessKeyId, secret), clock);
      String token = ApiKey.newSecret();
      makeRoom();
      byTokenHash.put(ApiKey.hash(token), opened);
      return find(token).orElseThrow(AccessException::unknownKey);
    } catch (AccessException e) {
      throw refused(e, accessKeyId, address);
    }
  }

  /// Ids that could not be one are not written down: they may be a secret in the wrong field.
  private AccessException refused(AccessException e, String accessKeyId, String address) {
    String who = KEY_ID.matcher(accessKeyId).matches() ? "key id " + accessKeyId : "an API key";
    audit.accept("login of %s from %s refused: %s".formatted(who, address, e.type()));
    return e;
  }

  private void makeRoom() {
    if (byTokenHash.size() < COUNT_MAX) {
      return;
    }
    long nowNs = clock.monoNs();
    byTokenHash.values().removeIf(open -> open.isOver(nowNs));
    if (byTokenHash.size() >= COUNT_MAX) {
      byTokenHash.entrySet().stream()
          .min(Comparator.comparingLong(each -> each.getValue().usedMonoNs()))
          .ifPresent(each -> byTokenHash.remove(each.getKey()));
    }
  }

  /// The login of a token, which counts as used now; empty if it has ended.
  public Optional<Session> find(String token) {
    String hash = ApiKey.hash(token);
    @Nullable Open open = byTokenHash.get(hash);
    if (open == null) {
      return Optional.empty();
    }
    long nowNs = clock.monoNs();
    Optional<Caller> caller = open.isOver(nowNs) ? Optional.empty() : holder(open);
    if (caller.isEmpty()) {
      byTokenHash.remove(hash);
    } else {
      open.usedMonoNs = nowNs;
    }
    return caller.map(who -> new Session(token, open.csrfToken, who, open.endUtcNs));
  }

  private static Optional<Caller> holder(Open open) {
    try {
      return open.key.get();
    } catch (AccessException _) {
      return Optional.empty();
    }
  }

  /// Logs somebody out.
  public void close(String token) {
    byTokenHash.remove(ApiKey.hash(token));
  }

  /// Lets in who is logged in, and who shows a key with the request.
  public Gate gate() {
    return gate(_ -> {});
  }

  /// @param toll what may refuse who was let in, before anything is done for the request
  public Gate gate(Consumer<Caller> toll) {
    Gate gate = keys.gate(clock, toll);
    return mode() == AuthMode.NONE ? gate : new SessionGate(this, gate, toll);
  }

  /// In time that does not depend on where they differ.
  static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
