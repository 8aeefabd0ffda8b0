package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every transport does. The controller is the one who asks, the node answers.
abstract class TransportContract {
  static final ChannelOptions QUICK =
      ChannelOptions.DEFAULT.withHeartbeat(Duration.ofMillis(40), Duration.ofMillis(1000));
  static final Duration LONG = Duration.ofSeconds(20);

  private final AtomicLong controllerEpoch = new AtomicLong(7);
  private final AtomicLong nodeEpoch = new AtomicLong(3);
  private final Recorder atController = new Recorder();
  private final Recorder atNode = new Recorder();
  private Transport transport;
  private Listener listener;
  private Channel node;

  abstract Transport transport(ChannelOptions options);

  @BeforeEach
  void connect() {
    transport = transport(QUICK);
    listener = transport.listen("controller", controllerEpoch::get, n -> atController);
    node = transport.dial("edge-1", nodeEpoch::get, atNode);
    atController.awaitUps(1);
    atNode.awaitUps(1);
  }

  @AfterEach
  void disconnect() {
    node.close();
    listener.close();
  }

  private Channel toNode() {
    return listener.channel("edge-1");
  }

  @Test
  void tellsBothSidesWhoIsThereAndInWhichEpoch() {
    assertThat(atController.hellos()).containsExactly(new Hello("edge-1", 3));
    assertThat(atNode.hellos()).containsExactly(new Hello("controller", 7));
    assertThat(toNode().peer()).isEqualTo("edge-1");
    assertThat(node.peer()).isEqualTo("controller");
  }

  @Test
  void answersRequestsOfBothSides() {
    assertThat(toNode().call((byte) 1, "ping".getBytes(UTF_8), LONG))
        .asString(UTF_8)
        .isEqualTo("ping");
    assertThat(node.call((byte) 1, "pong".getBytes(UTF_8), LONG)).asString(UTF_8).isEqualTo("pong");
  }

  @Test
  void keepsManyRequestsInFlightApart() {
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      answers.add(toNode().request((byte) 1, Integer.toString(i).getBytes(UTF_8), LONG));
    }
    for (int i = 0; i < 2000; i++) {
      assertThat(answers.get(i).join()).asString(UTF_8).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void carriesPayloadsOfEverySize() {
    Random random = new Random(1);
    for (int size : List.of(0, 1, 65_522, 65_523, 65_524, 65_536, 1_000_000, 6_291_556)) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      assertThat(toNode().call((byte) 1, payload, LONG)).isEqualTo(payload);
    }
  }

  @Test
  void refusesAPayloadThatIsTooLarge() {
    byte[] large = new byte[QUICK.maxPayloadBytes() + 1];
    assertFails(Reason.REFUSED, "33554433 bytes", () -> toNode().send((byte) 1, large));
  }

  @Test
  void keepsTheOrderOfMessages() {
    for (int i = 0; i < 1000; i++) {
      node.send((byte) 2, Integer.toString(i).getBytes(UTF_8));
    }
    Await.until(() -> atController.messages().size() == 1000, "1000 messages");
    for (int i = 0; i < 1000; i++) {
      assertThat(atController.messages().get(i)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void handsTheFailureOfAHandlerToTheCaller() {
    assertFails(Reason.REMOTE, "no such kind 9", () -> toNode().call((byte) 9, new byte[0], LONG));
  }

  @Test
  void failsARequestThatIsNotAnsweredInTime() {
    CountDownLatch release = atNode.holdRequests();
    assertFails(
        Reason.TIMED_OUT,
        "edge-1 within 50 ms",
        () -> toNode().call((byte) 1, new byte[0], Duration.ofMillis(50)));
    release.countDown();
    assertThat(toNode().call((byte) 1, new byte[1], LONG)).hasSize(1);
  }

  @Test
  void losesContactWhenTheLinkIsCutAndFindsItAgainWhenItHeals() {
    CountDownLatch release = atNode.holdRequests();
    CompletableFuture<byte[]> outstanding = toNode().request((byte) 1, new byte[0], LONG);
    toNode().link().cut();
    atController.awaitLosses(1);
    atNode.awaitLosses(1);
    assertThat(outstanding).isCompletedExceptionally();
    assertFails(Reason.LOST, "out of contact", () -> toNode().send((byte) 2, new byte[0]));
    release.countDown();
    toNode().link().heal();
    atController.awaitUps(2);
    atNode.awaitUps(2);
    assertThat(toNode().call((byte) 1, new byte[2], LONG)).hasSize(2);
  }

  @Test
  void healsByItselfAfterTheTimeOfACut() {
    node.link().cut(Duration.ofMillis(1500));
    atController.awaitLosses(1);
    atController.awaitUps(2);
    assertThat(toNode().call((byte) 1, new byte[2], LONG)).hasSize(2);
  }

  @Test
  void givesUpAConnectionThatLostAFrameInAShortCut() {
    toNode().link().cut();
    CompletableFuture<byte[]> swallowed = toNode().request((byte) 1, new byte[0], LONG);
    Await.until(() -> toNode().link().isCut(), "cut");
    toNode().link().cut(Duration.ofMillis(80));
    assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
        .isThrownBy(swallowed::join)
        .withMessageContaining("edge-1");
    atController.awaitUps(2);
    assertThat(toNode().call((byte) 1, new byte[2], LONG)).hasSize(2);
  }

  @Test
  void survivesACutThatSwallowsOnlyHeartbeats() {
    toNode().link().cut(Duration.ofMillis(100));
    Await.until(() -> !toNode().link().isCut(), "healed");
    assertThat(toNode().call((byte) 1, new byte[2], LONG)).hasSize(2);
    assertThat(atController.losses()).isEmpty();
  }

  @Test
  void refusesAnEarlierEpochOfTheSameNode() {
    Recorder stale = new Recorder();
    try (Channel old = transport.dial("edge-1", () -> 2, stale)) {
      assertThat(toNode().call((byte) 1, new byte[2], LONG)).hasSize(2);
      assertThat(stale.hellos()).isEmpty();
      assertThat(old.isUp()).isFalse();
    }
  }

  @Test
  void letsALaterEpochTakeOver() {
    Recorder later = new Recorder();
    try (Channel fresh = transport.dial("edge-1", () -> 4, later)) {
      later.awaitUps(1);
      atController.awaitUps(2);
      assertThat(atController.hellos().getLast().epoch()).isEqualTo(4);
      assertThat(fresh.call((byte) 1, new byte[2], LONG)).hasSize(2);
    }
  }

  @Test
  void refusesWhatTheSendQueueDoesNotHold() {
    Transport small = transport(QUICK.withQueue(4));
    CountDownLatch release = new CountDownLatch(1);
    try (Listener l = small.listen("c2", () -> 1, n -> new Slow(release));
        Channel from = small.dial("n2", () -> 1, new Recorder())) {
      Await.until(() -> from.isUp() && l.channel("n2").isUp(), "contact");
      assertFails(Reason.BUSY, "frames", () -> flood(from));
      release.countDown();
    }
  }

  /// Keeps the reading thread busy, so that the sender's queue fills.
  private record Slow(CountDownLatch release) implements ChannelHandler {
    @Override
    public void onMessage(Channel channel, byte kind, byte[] payload) {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void flood(Channel channel) {
    byte[] payload = new byte[1_000_000];
    for (int i = 0; i < 10_000; i++) {
      channel.send((byte) 2, payload);
    }
  }

  @Test
  void endsWhenItIsClosed() {
    node.close();
    atController.awaitLosses(1);
    assertFails(Reason.LOST, "closed", () -> node.send((byte) 2, new byte[0]));
  }

  private static void assertFails(
      Reason reason, String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
