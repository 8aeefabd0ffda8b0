package dev.perigee.world.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class NodeWireTest {

  @Property(tries = 200)
  void everyCallComesBackAsItWasSaid(@ForAll long seed) {
    for (NodeCall call : new RandomMessages(seed).calls()) {
      comesBack(call, NodeWire.encode(call), NodeWire::decodeCall, NodeWire::encode);
    }
  }

  @Property(tries = 200)
  void everyAnswerComesBackAsItWasSaid(@ForAll long seed) {
    for (NodeAnswer answer : new RandomMessages(seed).answers()) {
      comesBack(answer, NodeWire.encode(answer), NodeWire::decodeAnswer, NodeWire::encode);
    }
  }

  @Property(tries = 200)
  void everyNoticeComesBackAsItWasSaid(@ForAll long seed) {
    for (NodeNotice notice : new RandomMessages(seed).notices()) {
      comesBack(notice, NodeWire.encode(notice), NodeWire::decodeNotice, NodeWire::encode);
    }
  }

  @Property(tries = 20)
  void aCutMessageIsRefusedWhereverItIsCut(@ForAll long seed) {
    for (NodeCall call : new RandomMessages(seed).calls()) {
      byte[] bytes = NodeWire.encode(call);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> NodeWire.decodeCall(cut)).isInstanceOf(WireException.class);
      }
    }
  }

  @Property(tries = 500)
  void aDamagedByteNeverFailsOtherwiseThanAsAWireException(@ForAll long seed, @ForAll byte wrong) {
    for (NodeAnswer answer : new RandomMessages(seed).answers()) {
      byte[] bytes = NodeWire.encode(answer);
      bytes[(int) Math.floorMod(seed, (long) bytes.length)] = wrong;
      try {
        var _ = NodeWire.decodeAnswer(bytes);
      } catch (WireException expected) {
        assertThat(expected).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void refusesAMessageOfAnotherVersion() {
    byte[] bytes = NodeWire.encode(new NodeCall.Workers());
    bytes[0] = 9;

    assertThatThrownBy(() -> NodeWire.decodeCall(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void codeRequestsComeBack() {
    CodeRequest request = new CodeRequest("ab", 5L << 40, 1 << 20);

    assertThat(NodeWire.decodeCodeRequest(NodeWire.encode(request))).isEqualTo(request);
  }

  @Test
  void partsOfAnswersComeBack() {
    AnswerPart part = new AnswerPart(new UUID(1, 2), "text/plain", new byte[] {3, 4});
    AnswerPart back = NodeWire.decodePart(NodeWire.encode(part));

    assertThat(back.invocationId()).isEqualTo(part.invocationId());
    assertThat(back.contentType()).isEqualTo("text/plain");
    assertThat(back.bytes()).containsExactly(3, 4);
  }

  private static <T> void comesBack(
      T message, byte[] bytes, Function<byte[], T> decode, Function<T, byte[]> encode) {
    T back = decode.apply(bytes);

    assertThat(back)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(message);
    assertThat(encode.apply(back)).isEqualTo(bytes);
  }
}
