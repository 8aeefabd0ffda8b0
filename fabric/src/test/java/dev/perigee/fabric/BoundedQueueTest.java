package dev.perigee.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.BoundedQueue.Put;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
  private final BoundedQueue<String> queue = new BoundedQueue<>(3, 10, String::length);

  @Test
  void isFullByNumberAndByBytes() throws Exception {
    assertThat(queue.offer("12345678")).isEqualTo(Put.TAKEN);
    assertThat(queue.offer("123")).isEqualTo(Put.FULL);
    assertThat(queue.put("12", 0)).isEqualTo(Put.TAKEN);
    assertThat(queue.put("1", 1_000)).isEqualTo(Put.FULL);
    assertThat(queue.waiting("words")).isEqualTo("2 words (10 bytes)");
    assertThat(queue.take(1)).containsExactly("12345678");
    assertThat(queue.offer("a")).isEqualTo(Put.TAKEN);
    assertThat(queue.offer("b")).isEqualTo(Put.TAKEN);
    assertThat(queue.offer("c")).isEqualTo(Put.FULL);
    assertThat(queue.take(9)).containsExactly("12", "a", "b");
  }

  @Test
  void takesWhatIsLargerThanTheBoundOnlyAlone() {
    assertThat(queue.offer("larger than ten")).isEqualTo(Put.TAKEN);
    assertThat(queue.offer("x")).isEqualTo(Put.FULL);
    queue.offerIfEmpty("heartbeat");
    assertThat(queue.take(9)).hasSize(1);
    queue.offerIfEmpty("heartbeat");
    assertThat(queue.take(9)).containsExactly("heartbeat");
  }

  @Test
  void handsOutWhatWaitsWhenItIsClosedAndNothingWhenItIsDiscarded() {
    assertThat(queue.offer("a")).isEqualTo(Put.TAKEN);
    queue.close();
    assertThat(queue.offer("b")).isEqualTo(Put.CLOSED);
    assertThat(queue.take(9)).containsExactly("a");
    assertThat(queue.take(9)).isEmpty();
    BoundedQueue<String> other = new BoundedQueue<>(3, 10, String::length);
    assertThat(other.offer("a")).isEqualTo(Put.TAKEN);
    other.discard();
    assertThat(other.take(9)).isEmpty();
  }

  @Test
  void letsWritersWaitUntilThereIsRoomAndKeepsTheirOrder() throws Exception {
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 1_000; i++) {
                assertThat(queue.putUninterruptibly(Integer.toString(i))).isEqualTo(Put.TAKEN);
              }
              queue.close();
            });
    List<String> taken = new ArrayList<>();
    for (List<String> some = queue.take(2); !some.isEmpty(); some = queue.take(2)) {
      taken.addAll(some);
    }
    writer.join();
    assertThat(taken).hasSize(1_000).startsWith("0", "1").endsWith("999");
  }
}
