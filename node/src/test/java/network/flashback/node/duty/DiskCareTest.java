package network.flashback.node.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.node.store.Piece;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCareTest {
  private static final AgreementId AGREEMENT = new AgreementId(BigInteger.valueOf(7).shiftLeft(64));
  private static final Bytes32 PIECE = Bytes32.of(1);

  @TempDir Path disk;

  @Test
  void rotIsFoundWithinAWeek() throws Exception {
    var now = new AtomicReference<>(Instant.EPOCH);
    try (var store = PieceStore.open(disk, 1 << 20, 0);
        var care = new DiskCare(store, now::get)) {
      put(store);
      damage(store.find(AGREEMENT, PIECE).orElseThrow());
      care.look();
      assertThat(store.lostPieces()).isZero();
      assertThat(care.damaged()).isZero();
      now.set(Instant.EPOCH.plus(Duration.ofDays(7)));
      care.look();
      assertThat(store.lostPieces()).isEqualTo(1);
      assertThat(care.damaged()).as("agreements to declare or to repair").isEqualTo(1);
      care.look();
      assertThat(store.lostPieces()).as("not read again at once").isEqualTo(1);
    }
  }

  @Test
  void remainsOfEarlierRunsAreMovedTogether() throws Exception {
    try (var store = PieceStore.open(disk, 1 << 20, 0)) {
      put(store);
    }
    try (var store = PieceStore.open(disk, 1 << 20, 0);
        var care = new DiskCare(store, () -> Instant.EPOCH)) {
      var before = store.find(AGREEMENT, PIECE).orElseThrow().location();
      care.look();
      assertThat(store.find(AGREEMENT, PIECE).orElseThrow().location().file())
          .isGreaterThan(before.file());
    }
  }

  private static void put(PieceStore store) throws IOException {
    var body = new ByteArrayInputStream(new byte[1000]);
    store.put(AGREEMENT, 1 << 20, PIECE, 1000, body, Optional.empty());
  }

  private void damage(Piece piece) throws IOException {
    try (var volumes = Files.list(disk.resolve("volumes"));
        var file = new RandomAccessFile(volumes.findFirst().orElseThrow().toFile(), "rw")) {
      file.seek(piece.location().offset());
      file.write(1);
    }
  }
}
