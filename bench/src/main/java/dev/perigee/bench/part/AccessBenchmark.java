package dev.perigee.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.platform.access.AccessRequest;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.access.Gate;
import dev.perigee.platform.access.RequestSigner;
import dev.perigee.world.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What it takes to find out whose a request is: an invocation with an event of 64 bytes, signed as
/// the command line does it, or with an API key.
public final class AccessBenchmark implements Benchmark {
  private static final int BATCH = 1_000;
  private static final Instant AT = Instant.parse("2026-11-21T08:52:06Z");
  private static final String PATH = "/2015-03-31/functions/f/invocations";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final byte[] EVENT = ("{\"text\":\"" + "x".repeat(53) + "\"}").getBytes(UTF_8);

  /// A clock that stands still.
  private record Standing() implements Clock {
    @Override
    public long utcNs() {
      return AT.getEpochSecond() * 1_000_000_000L;
    }

    @Override
    public long monoNs() {
      return 0;
    }
  }

  private long admitted;

  @Override
  public String name() {
    return "access";
  }

  @Override
  public List<Figure> run(Size size) {
    SortedMap<String, String> signed =
        new TreeMap<>(Map.of("host", "127.0.0.1:8080", "content-type", "application/json"));
    signed.putAll(
        new RequestSigner("AKIDEXAMPLE", KEY, "us-east-1")
            .sign(
                new RequestSigner.Draft("POST", PATH, "", signed, RequestSigner.payloadHash(EVENT)),
                AT));
    SortedMap<String, String> bearer = new TreeMap<>(Map.of("authorization", "Bearer " + KEY));
    return List.of(
        figure(size, AuthMode.SIGV4, "AKIDEXAMPLE", signed),
        figure(size, AuthMode.KEYS, "", bearer));
  }

  private Figure figure(Size size, AuthMode mode, String keyId, SortedMap<String, String> headers) {
    Gate gate = new FirstAdministrator(mode, keyId, KEY).keys().gate(new Standing());
    AccessRequest request =
        new AccessRequest(
            "POST",
            PATH,
            "",
            headers.keySet(),
            name -> headers.getOrDefault(name, ""),
            () -> EVENT);
    admitted = 0;
    Figure figure =
        Samples.ofBatches(
            "access " + mode.text(), 20, size.pick(5, 200), BATCH, () -> admit(gate, request));
    return figure.hashed(new Digest().add(admitted / BATCH).hex());
  }

  private void admit(Gate gate, AccessRequest request) {
    for (int i = 0; i < BATCH; i++) {
      admitted += gate.admit(request).tenant().length();
    }
  }
}
