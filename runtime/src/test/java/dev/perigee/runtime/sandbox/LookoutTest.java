package dev.perigee.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private final ByteBuffer buffer = ByteBuffer.allocate(8);
  private SocketChannel here;
  private SocketChannel there;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      here = SocketChannel.open(door.getLocalAddress());
      there = door.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
  }

  @Test
  void readsWhatIsThereAndLeavesTheChannelBlocking() throws IOException {
    there.write(ByteBuffer.wrap(new byte[3]));
    assertThat(Lookout.read(here, buffer)).isEqualTo(3);
    assertThat(here.isBlocking()).isTrue();
  }

  @Test
  void sleepsUntilThereIsSomethingToRead() throws Exception {
    FutureTask<Integer> reading = new FutureTask<>(() -> Lookout.read(here, buffer));
    Thread reader = Thread.ofVirtual().start(reading);
    while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    there.write(ByteBuffer.wrap(new byte[1]));
    assertThat(reading.get()).isEqualTo(1);
  }

  @Test
  void noticesTheEnd() throws IOException {
    there.close();
    assertThat(Lookout.read(here, buffer)).isEqualTo(-1);
  }
}
