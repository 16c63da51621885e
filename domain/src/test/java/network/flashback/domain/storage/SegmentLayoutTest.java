package network.flashback.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import network.flashback.domain.Refused;
import network.flashback.domain.storage.SegmentLayout.FrameRange;
import network.flashback.domain.storage.SegmentLayout.Span;
import org.junit.jupiter.api.Test;

class SegmentLayoutTest {
  private static final Redundancy TWO_OF_THREE = new Redundancy.ErasureCoded(2, 1);
  private static final long SEED = 64;

  @Test
  void aFullSegmentOfTwoOfThreeIsHalfOfItsSealedFramesPerPiece() {
    var layout = new SegmentLayout(TWO_OF_THREE, SegmentLayout.SEGMENT_BYTES);
    assertThat(layout.frameCount()).isEqualTo(1024);
    assertThat(layout.blockLength(0)).isEqualTo((65_536 + 16) / 2);
    assertThat(layout.pieceLength()).isEqualTo(1024L * 32_776);
  }

  @Test
  void anEmptySegmentIsOneEmptySealedFrame() {
    var layout = new SegmentLayout(TWO_OF_THREE, 0);
    assertThat(layout.frameCount()).isEqualTo(1);
    assertThat(layout.plainLength(0)).isZero();
    assertThat(layout.pieceLength()).isEqualTo(8);
  }

  @Test
  void aMirroredPieceHoldsEverySealedFrameWhole() {
    var layout = new SegmentLayout(new Redundancy.Mirrored(3), 100_000);
    assertThat(layout.pieceLength()).isEqualTo(100_000 + 2 * 16);
  }

  @Test
  void aNativePieceIsThePlainBytes() {
    var layout = new SegmentLayout(Layout.NATIVE, new Redundancy.Mirrored(2), 100_000);
    assertThat(layout.pieceLength()).isEqualTo(100_000);
    assertThat(layout.blocks(layout.framesOf(new Span(70_000, 1))))
        .isEqualTo(new Span(65_536, 100_000 - 65_536));
  }

  @Test
  void whatIsCutIntoShardsCannotLieAsItIs() {
    assertThat(Layout.NATIVE.fits(TWO_OF_THREE)).isFalse();
    assertThat(Layout.SEALED.fits(TWO_OF_THREE)).isTrue();
    assertThatThrownBy(() -> new SegmentLayout(Layout.NATIVE, TWO_OF_THREE, 10))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("name an SLA that mirrors");
  }

  @Test
  void blocksOfAllFramesFillThePieceWithoutGapOrOverlap() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 500; run++) {
      var redundancy = new Redundancy.ErasureCoded(2 + random.nextInt(13), 1 + random.nextInt(4));
      var layout = new SegmentLayout(redundancy, random.nextLong(2_000_000));
      var next = 0L;
      var plain = 0L;
      for (var frame = 0; frame < layout.frameCount(); frame++) {
        var span = layout.blocks(new FrameRange(frame, frame));
        assertThat(span.offset()).isEqualTo(next);
        assertThat(span.length() * redundancy.dataShards())
            .isGreaterThanOrEqualTo(layout.sealedLength(frame));
        next = span.end();
        plain += layout.plainLength(frame);
      }
      assertThat(next).isEqualTo(layout.pieceLength());
      assertThat(plain).isEqualTo(layout.plainBytes());
    }
  }

  @Test
  void aRangeReadNeedsOnlyTheFramesItTouches() {
    var layout = new SegmentLayout(TWO_OF_THREE, 1_000_000);
    assertThat(layout.framesOf(new Span(65_535, 2))).isEqualTo(new FrameRange(0, 1));
    assertThat(layout.framesOf(new Span(65_536, 65_536))).isEqualTo(new FrameRange(1, 1));
    assertThat(layout.blocks(new FrameRange(1, 1))).isEqualTo(new Span(32_776, 32_776));
    assertThatThrownBy(() -> layout.framesOf(new Span(999_999, 2))).isInstanceOf(Refused.class);
  }

  @Test
  void anObjectIsCutIntoSegmentsOfSixtyFourMebibytes() {
    assertThat(SegmentLayout.segmentCount(0)).isEqualTo(1);
    assertThat(SegmentLayout.segmentCount(64L << 20)).isEqualTo(1);
    assertThat(SegmentLayout.segmentCount((64L << 20) + 1)).isEqualTo(2);
    assertThat(SegmentLayout.ofObject(TWO_OF_THREE, (64L << 20) + 1, 1).plainBytes()).isEqualTo(1);
  }

  @Test
  void capacityCoversThePiecesOfTheVolume() {
    var layout = new SegmentLayout(TWO_OF_THREE, SegmentLayout.SEGMENT_BYTES);
    var reserved = SegmentLayout.pieceVolume(TWO_OF_THREE, ByteCount.gib(1));
    assertThat(reserved.bytes())
        .isBetween(16 * layout.pieceLength(), 16 * layout.pieceLength() + (1 << 20));
    assertThat(reserved.bytes() % (1 << 20)).isZero();
  }

  @Test
  void redundancyKnowsHowMuchItNeedsAndCanLose() {
    assertThat(TWO_OF_THREE.providersNeeded()).isEqualTo(3);
    assertThat(TWO_OF_THREE.lossesTolerated()).isEqualTo(1);
    assertThat(Redundancy.of(1, 3)).isEqualTo(new Redundancy.Mirrored(3));
    assertThat(Redundancy.of(4, 6)).isEqualTo(new Redundancy.ErasureCoded(4, 2));
    assertThatThrownBy(() -> new Redundancy.ErasureCoded(1, 1))
        .hasMessageContaining("data is 1: give a number from 2 to 28");
  }

  @Test
  void sharesMustBeTheWhole() {
    assertThatThrownBy(() -> new Shares(Map.of(StorageClass.FAST, 9_999)))
        .hasMessageContaining("add up to 9999 basis points");
    var half = new Shares(Map.of(StorageClass.FAST, 5_000, StorageClass.ARCHIVE, 5_000));
    assertThat(half.of(StorageClass.FAST, new ByteCount(3)).bytes()).isEqualTo(2);
    assertThat(half.of(StorageClass.DECENTRALIZED, ByteCount.gib(1)).bytes()).isZero();
    assertThat(half.classes()).containsExactly(StorageClass.FAST, StorageClass.ARCHIVE);
  }

  @Test
  void bytesAreWrittenForPeople() {
    assertThat(new ByteCount(1023)).hasToString("1023 B");
    assertThat(new ByteCount(1536)).hasToString("1.50 KiB");
    assertThat(ByteCount.gib(3)).hasToString("3.00 GiB");
    assertThat(new ByteCount(Long.MAX_VALUE)).hasToString("7.99 EiB");
  }

  @Test
  void aRegionIsAShortPlainName() {
    assertThat(new Region("eu-de")).hasToString("eu-de");
    assertThatThrownBy(() -> new Region("EU de")).hasMessageContaining("use 2 to 32 lower-case");
  }
}
