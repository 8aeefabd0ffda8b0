package dev.perigee.platform.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Subscription.Guarantee;
import dev.perigee.platform.trigger.Subscription.Outcome;
import dev.perigee.platform.trigger.Subscription.State;
import dev.perigee.platform.trigger.Trigger;
import dev.perigee.platform.trigger.TriggerReader;
import dev.perigee.testing.NatsServer;
import dev.perigee.testing.Needs;
import dev.perigee.testing.TestCertificate;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listens to a real NATS server.
class NatsListenersTest {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
  private static final long LONG_AGO_UTC_NS = TimeUnit.DAYS.toNanos(10_000);

  @TempDir Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private volatile boolean full;

  @BeforeEach
  void needsNats() {
    var _ = Needs.nats();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private NatsServer server(String settings) {
    NatsServer server = NatsServer.in(folder.resolve("nats"), settings).start();
    opened.add(server);
    return server;
  }

  private NatsListeners listeners(List<String> into) {
    NatsListeners listeners =
        new NatsListeners(
            (_, events) -> {
              if (full) {
                throw new ControlException(ControlException.Kind.THROTTLED, List.of("full"));
              }
              events.forEach(each -> into.add(line(each)));
            },
            reports::add);
    opened.add(listeners);
    return listeners;
  }

  private static String line(CloudEvent event) {
    return event.attribute("subject") + " " + new String(event.data(), UTF_8);
  }

  private Connection connect(NatsServer server) throws Exception {
    Connection connection = Nats.connect(server.url());
    opened.add(connection);
    return connection;
  }

  private static void stream(Connection connection, String... subjects) throws Exception {
    var _ =
        connection
            .jetStreamManagement()
            .addStream(StreamConfiguration.builder().name("s").subjects(subjects).build());
  }

  private static Trigger trigger(String server, String subject, String more) {
    String json =
        "{\"function\":\"f\",\"source\":{\"kind\":\"nats\",\"server\":\"%s\",\"subject\":\"%s\"%s}}"
            .formatted(server, subject, more);
    return TriggerReader.read(
        "t", "heard", json.getBytes(UTF_8), UUID.randomUUID(), LONG_AGO_UTC_NS);
  }

  private static Trigger listen(NatsListeners listeners, Trigger trigger) {
    listeners.set(trigger);
    listeners.tick();
    return trigger;
  }

  private static Subscription awaitState(NatsListeners listeners, Trigger trigger, State state) {
    await(() -> listeners.find(trigger).orElseThrow().state() == state);
    return listeners.find(trigger).orElseThrow();
  }

  private static void await(BooleanSupplier question) {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (!question.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(untilNs);
      LockSupport.parkNanos(10_000_000L);
    }
  }

  private static void publish(Connection connection, String subject, String data) throws Exception {
    var _ = connection.jetStream().publish(subject, data.getBytes(UTF_8));
  }

  @Test
  void whatFindsNoRoomComesAgainAndNothingIsLostOrDoubled() throws Exception {
    NatsServer server = server("");
    Connection sender = connect(server);
    stream(sender, "orders.>");
    NatsListeners listeners = listeners(told);
    full = true;
    Trigger trigger = listen(listeners, trigger(server.url(), "orders.*", ""));
    for (int i = 0; i < 50; i++) {
      publish(sender, "orders." + i, "x");
    }
    await(() -> listeners.find(trigger).orElseThrow().reason().contains("can't be kept: full"));
    assertThat(told).isEmpty();
    full = false;
    await(() -> told.size() >= 50);
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(i -> "orders." + i + " x").toList());
    Subscription now = listeners.find(trigger).orElseThrow();
    assertThat(now.guarantee()).contains(Guarantee.AT_LEAST_ONCE);
    assertThat(now.messages().get(Outcome.TAKEN)).isEqualTo(50);
    assertThat(now.messages().get(Outcome.POSTPONED)).isPositive();
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedOnceAndTheNextOneIsTaken() throws Exception {
    NatsServer server = server("max_payload: 4MB");
    Connection sender = connect(server);
    stream(sender, "a");
    NatsListeners listeners = listeners(told);
    Trigger trigger = listen(listeners, trigger(server.url(), "a", ""));
    publish(sender, "a", "x".repeat(CloudEvent.DATA_BYTES_MAX + 1));
    publish(sender, "a", "small");
    await(() -> told.contains("a small"));
    assertThat(reports)
        .singleElement()
        .asString()
        .contains("trigger 'heard' of 't'", "1048577 bytes", "at most 1048576");
    assertThat(listeners.find(trigger).orElseThrow().messages().get(Outcome.REFUSED)).isEqualTo(1);
    String durable = "perigee~t~heard";
    await(() -> ackPending(sender, durable) == 0);
  }

  private static long ackPending(Connection connection, String durable) {
    try {
      return connection.jetStreamManagement().getConsumerInfo("s", durable).getNumAckPending();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoPlatformsThatNameTheSameDurableShareMessagesOfAStreamAndOfAPlainSubject()
      throws Exception {
    NatsServer server = server("");
    Connection sender = connect(server);
    stream(sender, "kept");
    List<String> toldOther = new CopyOnWriteArrayList<>();
    NatsListeners one = listeners(told);
    NatsListeners other = listeners(toldOther);
    for (NatsListeners each : List.of(one, other)) {
      listen(each, trigger(server.url(), "kept", ",\"durable\":\"workers\""));
    }
    for (int i = 0; i < 200; i++) {
      publish(sender, "kept", "" + i);
    }
    await(() -> told.size() + toldOther.size() >= 200);
    List<String> all = new ArrayList<>(told);
    all.addAll(toldOther);
    assertThat(all).doesNotHaveDuplicates().hasSize(200);

    told.clear();
    toldOther.clear();
    for (NatsListeners each : List.of(one, other)) {
      Trigger plain = trigger(server.url(), "plain", ",\"durable\":\"workers\"");
      listen(each, plain);
      await(() ->
          each.find(plain).orElseThrow().guarantee().equals(Optional.of(Guarantee.AT_MOST_ONCE)));
    }
    for (int i = 0; i < 200; i++) {
      sender.publish("plain", ("" + i).getBytes(UTF_8));
    }
    await(() -> told.size() + toldOther.size() >= 200);
    assertThat(told).isNotEmpty();
    assertThat(toldOther).isNotEmpty();
  }

  @Test
  void whatAStreamKeepsWhileATriggerIsPausedComesAfterwards() throws Exception {
    NatsServer server = server("");
    Connection sender = connect(server);
    stream(sender, "a");
    NatsListeners listeners = listeners(told);
    Trigger trigger = listen(listeners, trigger(server.url(), "a", ""));
    publish(sender, "a", "1");
    await(() -> told.contains("a 1"));
    listen(listeners, trigger.paused(true, LONG_AGO_UTC_NS));
    assertThat(listeners.find(trigger)).isEmpty();
    publish(sender, "a", "2");
    listen(listeners, trigger);
    await(() -> told.contains("a 2"));
    assertThat(told).containsExactly("a 1", "a 2");
  }

  @Test
  void aStreamThatKeepsOnlyAPartOfTheSubjectIsSaidAndNotListenedTo() throws Exception {
    NatsServer server = server("");
    stream(connect(server), "orders.new");
    NatsListeners listeners = listeners(told);
    Trigger trigger = listen(listeners, trigger(server.url(), "orders.>", ""));
    assertThat(awaitState(listeners, trigger, State.FAILED).reason())
        .contains("stream 's' keeps [orders.new]", "only a part of orders.>");
  }

  @Test
  void whoMayNotListenIsToldSo() throws Exception {
    NatsServer server =
        server(
            "authorization: {users: [{user: u, password: p,"
                + " permissions: {subscribe: [\"_INBOX.>\", \"allowed\"]}}]}");
    String login = ",\"user\":\"u\",\"password\":\"%s\"";
    NatsListeners listeners = listeners(told);
    Trigger wrong = listen(listeners, trigger(server.url(), "allowed", login.formatted("q")));
    assertThat(awaitState(listeners, wrong, State.FAILED).reason())
        .containsIgnoringCase("authorization violation")
        .doesNotContain("\"q\"");
    Trigger forbidden = listen(listeners, trigger(server.url(), "other", login.formatted("p")));
    assertThat(awaitState(listeners, forbidden, State.FAILED).reason())
        .containsIgnoringCase("permissions violation");
    Trigger right = listen(listeners, trigger(server.url(), "allowed", login.formatted("p")));
    assertThat(awaitState(listeners, right, State.CONNECTED).reason()).isEmpty();
  }

  @Test
  void aServerWithTlsHasToBeTheOneThatItsCertificateNames() throws Exception {
    TestCertificate good = TestCertificate.make(folder, "EC");
    TestCertificate other = TestCertificate.make(folder, "EC");
    Path certificate = Files.writeString(folder.resolve("cert.pem"), good.certificate());
    Path key = Files.writeString(folder.resolve("key.pem"), good.key());
    NatsServer server =
        server("tls: {cert_file: \"%s\", key_file: \"%s\"}".formatted(certificate, key));
    NatsListeners listeners = listeners(told);
    String local = "tls://127.0.0.1:" + server.port();
    Trigger trusted = listen(listeners, trigger(local, "a", ca(good)));
    assertThat(awaitState(listeners, trusted, State.CONNECTED).reason()).isEmpty();
    Trigger unknown = listen(listeners, trigger(local, "a", ca(other)));
    await(() -> listeners.find(unknown).orElseThrow().reason().contains("path"));
    handshake(server, "localhost", good);
    assertThatThrownBy(() -> handshake(server, "elsewhere.example", good))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("elsewhere.example");
  }

  /// As a client does that was told to go to a host.
  private static void handshake(NatsServer server, String host, TestCertificate trusted)
      throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      int greeting = plain.getInputStream().read();
      while (greeting != '\n') {
        greeting = plain.getInputStream().read();
      }
      var factory = NatsTrust.context(trusted.certificate()).getSocketFactory();
      ((SSLSocket) factory.createSocket(plain, host, server.port(), true)).startHandshake();
    }
  }

  private static String ca(TestCertificate certificate) {
    return ",\"ca\":\""
        + certificate.certificate().strip().replace("\r", "").replace("\n", "\\n")
        + "\"";
  }
}
