package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.ledger.text.LedgerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SegmentFormatTest {

  @Property(tries = 100)
  void readsBackWhatItWrote(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int count) {
    List<LedgerBlock> blocks = blocks(seed, count);
    assertThat(SegmentFormat.blocks(bytes(blocks))).isEqualTo(blocks);
  }

  @Property(tries = 300)
  void detectsAnyChangedByte(
      @ForAll long seed,
      @ForAll @IntRange(max = 1_000_000) int where,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    List<LedgerBlock> blocks = blocks(seed, 7);
    byte[] segment = bytes(blocks);
    int at = where % segment.length;
    segment[at] ^= (byte) flip;

    List<LedgerBlock> read = new ArrayList<>();
    SegmentScan scan = SegmentFormat.scan(ByteBuffer.wrap(segment), read::add);

    assertThat(scan.cut()).isPresent();
    assertThat(scan.validBytes()).isLessThanOrEqualTo(at);
    assertThat(read).isEqualTo(blocks.subList(0, read.size()));
  }

  @Property(tries = 200)
  void keepsWholeBlocksOfTornSegment(
      @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int where) {
    List<LedgerBlock> blocks = blocks(seed, 7);
    byte[] segment = bytes(blocks);
    int length = where % segment.length;

    List<LedgerBlock> read = new ArrayList<>();
    SegmentScan scan =
        SegmentFormat.scan(ByteBuffer.wrap(Arrays.copyOf(segment, length)), read::add);

    assertThat(read).isEqualTo(blocks.subList(0, read.size()));
    assertThat(bytes(read)).hasSize((int) scan.validBytes());
    assertThat(scan.cut().isPresent()).isEqualTo(scan.validBytes() != length);
    scan.cut().ifPresent(cut -> assertThat(cut.isTornTail()).isTrue());
  }

  @Property(tries = 200)
  void survivesAnyBytesInPayload(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] payload = new byte[1 + random.nextInt(200)];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4));
    }
    byte[] segment = frame(1, 1 + random.nextInt(3), 1 + random.nextInt(5), payload);

    SegmentScan scan = SegmentFormat.scan(ByteBuffer.wrap(segment), block -> {});

    assertThat(scan.cut().isPresent()).isEqualTo(scan.validBytes() == 0);
  }

  @Test
  void saysWhereDamagedSegmentGoesOn() {
    List<LedgerBlock> blocks = blocks(1, 20);
    byte[] first = SegmentFormat.encode(blocks.getFirst());
    byte[] segment = bytes(blocks);
    segment[40] ^= 1;

    SegmentCut cut = SegmentFormat.scan(ByteBuffer.wrap(segment), block -> {}).cut().orElseThrow();

    assertThat(cut.isTornTail()).isFalse();
    assertThat(cut.resumesAtBytes()).isEqualTo(first.length);
    assertThat(cut.toString()).contains("checksum of the block's payload").contains("restore");
  }

  @Test
  void refusesBlockOfNewerVersion() {
    byte[] old = bytes(blocks(1, 3));
    byte[] newer = frame(2, 1, 1, new byte[] {1, 2, 3});
    byte[] segment = ByteBuffer.allocate(old.length + newer.length).put(old).put(newer).array();

    assertThatThrownBy(() -> SegmentFormat.blocks(segment))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("format version 2")
        .hasMessageContaining("reads versions up to 1")
        .hasMessageContaining("nothing was changed")
        .hasMessageContaining("at byte " + old.length);
  }

  @Test
  void refusesEmptyBlock() {
    assertThatThrownBy(() -> SegmentFormat.encode(new LedgerBlock.Windows("n", List.of())))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("got 0");
  }

  /// The segment was written by the first release and may never be written again: a change of the
  /// format is a new version, and this test goes on to hold for the old one. The text beside it is
  /// what today's release prints for it.
  @Test
  void readsSegmentOfVersion1() throws IOException {
    StringBuilder text = new StringBuilder();
    LedgerJson json = LedgerJson.begin(text);
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, json);
    SegmentFormat.blocks(resource("/segment-v1.seg")).forEach(reader::accept);
    json.end(reader.finish().nodes());
    assertThat(text.toString())
        .isEqualTo(new String(resource("/segment-v1.json"), StandardCharsets.UTF_8));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SegmentFormatTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static List<LedgerBlock> blocks(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Settlement> settlements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      settlements.add(
          new Settlement(
              5 + i,
              "node-1",
              RandomEntries.START_UTC_NS,
              RandomEntries.energy(random),
              random.nextLong(90_000)));
    }
    return List.of(
        new LedgerBlock.Entries("node-1", 5, RandomEntries.list(seed, count)),
        new LedgerBlock.Settlements("node-1", settlements),
        new LedgerBlock.Windows(
            "node-1",
            List.of(
                RandomEntries.window("node-1", RandomEntries.START_UTC_NS, 70_000, 1_234),
                RandomEntries.window(
                    "node-1", RandomEntries.START_UTC_NS + 1_000_000_000L, 0, 7))));
  }

  static byte[] bytes(List<LedgerBlock> blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    blocks.forEach(block -> out.writeBytes(SegmentFormat.encode(block)));
    return out.toByteArray();
  }

  private static byte[] frame(int version, int kind, int rows, byte[] payload) {
    ByteBuffer out =
        ByteBuffer.allocate(BlockHeader.BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    int crc = BlockHeader.checksum(ByteBuffer.wrap(payload), 0, payload.length);
    new BlockHeader(version, kind, rows, payload.length, 0, crc).write(out);
    return out.put(payload).array();
  }
}
