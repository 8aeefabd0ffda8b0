package dev.perigee.fabric.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.ChildJvm;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerProcessTest {
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  private Path socket() {
    return folder.resolve("s");
  }

  private Listener listen() {
    return new UnixTransport(socket(), EchoChild.OPTIONS)
        .listen("controller", () -> 1, n -> recorder);
  }

  @Test
  void losesAStoppedPeerAndFindsItAgainWhenItGoesOn() throws Exception {
    Process child = null;
    try (Listener listener = listen()) {
      child = ChildJvm.start(EchoChild.class, socket().toString());
      recorder.awaitUps(1);
      Channel channel = listener.channel("child");
      assertThat(channel.call((byte) 1, new byte[3], TransportContract.LONG)).hasSize(3);
      ChildJvm.signal(child, "STOP");
      CompletableFuture<byte[]> outstanding =
          channel.request((byte) 1, new byte[5_000_000], TransportContract.LONG);
      recorder.awaitLosses(1);
      assertThat(recorder.losses().getFirst()).contains("nothing heard");
      assertThat(outstanding).isCompletedExceptionally();
      ChildJvm.signal(child, "CONT");
      recorder.awaitUps(2);
      assertThat(channel.call((byte) 1, new byte[4], TransportContract.LONG)).hasSize(4);
    } finally {
      if (child != null) {
        child.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void noticesAKilledPeerAndTakesItsSuccessor() throws Exception {
    try (Listener listener = listen()) {
      Process first = ChildJvm.start(EchoChild.class, socket().toString());
      recorder.awaitUps(1);
      first.destroyForcibly().waitFor();
      recorder.awaitLosses(1);
      Process second = ChildJvm.start(EchoChild.class, socket().toString());
      try {
        recorder.awaitUps(2);
        Channel channel = listener.channel("child");
        assertThat(channel.call((byte) 1, new byte[4], TransportContract.LONG)).hasSize(4);
      } finally {
        second.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void refusesASocketInUseAndReplacesOneLeftBehind() throws Exception {
    try (Listener first = listen()) {
      assertThat(first).isNotNull();
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(this::listen)
          .withMessageContaining("another process listens")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED));
    }
    Files.createFile(socket());
    listen().close();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void refusesAPathThatTheSystemCantTake() {
    Path longPath = folder.resolve("x".repeat(120));
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> new UnixTransport(longPath, ChannelOptions.DEFAULT))
        .withMessageContaining("choose a shorter data folder");
  }
}
