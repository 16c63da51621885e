package network.flashback.node.store;

import static network.flashback.node.store.Example.SIGNATURE;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.PieceStoreTest.assertEveryLeafProves;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several disks as one node sees them.
class DisksTest {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path home;

  private Path a = Path.of("a");
  private Path b = Path.of("b");

  @BeforeEach
  void folders() {
    a = home.resolve("a");
    b = home.resolve("b");
  }

  @Test
  void agreementsSpreadOverTheDisksAndEachLiesWholeOnOneAfterRestartsToo() throws Exception {
    Map<AgreementId, Path> where = new HashMap<>();
    try (var disks = open(10 * MEBIBYTE)) {
      for (int i = 0; i < 6; i++) {
        put(disks, i, i, MEBIBYTE);
      }
      for (int i = 0; i < 6; i++) {
        put(disks, i, 100 + i, MEBIBYTE);
        where.put(agreement(i), folderOf(i));
      }
      assertThat(where.values()).containsOnly(a, b);
      assertThat(disks.disks()).allSatisfy(disk -> assertThat(disk.agreements()).isEqualTo(3));
      assertThat(disks.pieces()).isEqualTo(12);
      assertThat(disks.usedBytes()).isEqualTo(12_000);
      assertThat(disks.capacityBytes()).isEqualTo(20 * MEBIBYTE);
    }
    try (var disks = open(10 * MEBIBYTE)) {
      for (int i = 0; i < 6; i++) {
        put(disks, i, 200 + i, MEBIBYTE);
        for (int piece : new int[] {i, 100 + i, 200 + i}) {
          var found = disks.find(agreement(i), id(piece)).orElseThrow();
          assertThat(read(disks, agreement(i), found)).isEqualTo(content(piece, 1000));
        }
        assertThat(folderOf(i)).isEqualTo(where.get(agreement(i)));
      }
      assertThat(disks.scrub()).isEmpty();
    }
  }

  @Test
  void aDiskThatWasAloneKeepsWhatItHasWhenAnotherIsAdded() throws Exception {
    Cosigned revision;
    try (var alone = Disks.open(List.of(new DiskFolder(a, MEBIBYTE)), 0)) {
      put(alone, 1, 1, MEBIBYTE / 2);
      revision = cosign(alone, 1, 1);
      assertThat(a.resolve("placement")).doesNotExist();
    }
    try (var both = open(MEBIBYTE)) {
      assertThat(read(both, agreement(1), both.find(agreement(1), id(1)).orElseThrow()))
          .isEqualTo(content(1, 1000));
      assertEveryLeafProves(both, agreement(1), revision);
      put(both, 2, 2, MEBIBYTE);
      assertThat(folderOf(2)).isEqualTo(b);
    }
    try (var both = open(MEBIBYTE)) {
      assertThat(both.agreements()).containsExactlyInAnyOrder(agreement(1), agreement(2));
    }
  }

  @Test
  void withOneDiskUnmountedItsAgreementsAreRefusedAndTheOthersGoOn() throws Exception {
    try (var disks = open(10 * MEBIBYTE)) {
      put(disks, 1, 1, MEBIBYTE);
      put(disks, 2, 2, MEBIBYTE);
    }
    int gone = folderOf(1).equals(a) ? 1 : 2;
    int there = 3 - gone;
    Files.move(a, home.resolve("elsewhere"));
    Files.createDirectory(a);
    try (var disks = open(10 * MEBIBYTE)) {
      assertThat(disks.failure().orElseThrow()).contains("mount it");
      assertThat(a).as("nothing begins anew in an empty mount point").isEmptyDirectory();
      assertThatThrownBy(() -> put(disks, gone, 9, MEBIBYTE))
          .isInstanceOf(DiskGoneException.class)
          .hasMessageContaining(a.toString());
      assertThatThrownBy(() -> disks.find(agreement(gone), id(1)))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(DiskGoneException.class);
      assertThatThrownBy(() -> disks.prove(agreement(gone), 1, 0))
          .isInstanceOf(DiskGoneException.class);
      assertThat(disks.voucher(agreement(gone))).isEmpty();
      assertThat(disks.agreements()).containsExactly(agreement(there));
      put(disks, there, 10, MEBIBYTE);
      put(disks, 3, 3, MEBIBYTE);
      assertThat(folderOf(3)).isEqualTo(b);
      assertThat(disks.capacityBytes()).isEqualTo(10 * MEBIBYTE);
    }
    Files.delete(a);
    Files.move(home.resolve("elsewhere"), a);
    try (var disks = open(10 * MEBIBYTE)) {
      assertThat(disks.failure()).isEmpty();
      assertThat(disks.agreements())
          .containsExactlyInAnyOrder(agreement(1), agreement(2), agreement(3));
      put(disks, gone, 9, MEBIBYTE);
    }
  }

  @Test
  void aDiskWhoseIndexIsDamagedTakesNoOtherWithIt() throws Exception {
    try (var disks = open(10 * MEBIBYTE)) {
      put(disks, 1, 1, MEBIBYTE);
      put(disks, 2, 2, MEBIBYTE);
    }
    int gone = folderOf(1).equals(a) ? 1 : 2;
    Files.write(a.resolve("journal"), new byte[] {1, 2, 3});
    Files.write(Files.createDirectories(a.resolve("index")).resolve("manifest"), new byte[200]);
    try (var disks = open(10 * MEBIBYTE)) {
      assertThatThrownBy(() -> put(disks, gone, 9, MEBIBYTE)).isInstanceOf(DiskGoneException.class);
      put(disks, 3 - gone, 9, MEBIBYTE);
      var states = disks.disks();
      assertThat(states.get(0).failure()).isPresent();
      assertThat(states.get(0).agreements()).isEqualTo(1);
      assertThat(states.get(1).failure()).isEmpty();
    }
  }

  @Test
  void aDiskInAnotherFolderIsKnownByItsIdAndAReplacementElsewhereIsNew() throws Exception {
    try (var disks = open(10 * MEBIBYTE)) {
      put(disks, 1, 1, MEBIBYTE);
      put(disks, 2, 2, MEBIBYTE);
    }
    var c = home.resolve("c");
    int lost = folderOf(1).equals(b) ? 1 : 2;
    var moved = home.resolve("moved");
    Files.move(a, moved);
    try (var disks = open(List.of(moved, c), 10 * MEBIBYTE)) {
      assertThat(disks.failure()).isEmpty();
      put(disks, 3 - lost, 9, MEBIBYTE);
      assertThatThrownBy(() -> put(disks, lost, 9, MEBIBYTE))
          .as("what lay on the disk that is not named any more begins nowhere anew")
          .isInstanceOf(DiskGoneException.class);
      put(disks, 3, 3, MEBIBYTE);
      assertThat(c.resolve("placement")).exists();
    }
  }

  @Test
  void theSameFolderTwiceOrACopyOfADiskIsRefused() throws Exception {
    assertThatThrownBy(() -> open(List.of(a, a.resolve("../a")), MEBIBYTE))
        .hasMessageContaining("named twice");
    try (var disks = open(MEBIBYTE)) {
      put(disks, 1, 1, MEBIBYTE);
    }
    Files.copy(
        a.resolve("disk.id"),
        b.resolve("disk.id"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> open(MEBIBYTE)).hasMessageContaining("copies of the same disk");
  }

  @Test
  void anotherNodeOnOneOfTheDisksKeepsThisOneFromStarting() throws Exception {
    try (var other = PieceStore.open(b, MEBIBYTE, 0)) {
      assertThat(other.pieces()).isZero();
      assertThatThrownBy(() -> open(MEBIBYTE)).hasMessageContaining("Another node uses the disk");
    }
    try (var disks = open(MEBIBYTE)) {
      assertThat(disks.failure()).as("the first one was given back").isEmpty();
    }
  }

  @Test
  void theRoomOfADiskIsWhatItsAgreementsMayHoldAndNotWhatTheyUse() throws Exception {
    try (var disks = open(10 * MEBIBYTE)) {
      assertThat(disks.largestFreeBytes()).isEqualTo(10 * MEBIBYTE);
      put(disks, 1, 1, 7 * MEBIBYTE);
      assertThat(disks.largestFreeBytes()).isEqualTo(10 * MEBIBYTE);
      put(disks, 2, 2, 6 * MEBIBYTE);
      assertThat(folderOf(2)).isNotEqualTo(folderOf(1));
      assertThat(disks.largestFreeBytes()).isEqualTo(4 * MEBIBYTE);
      assertThatThrownBy(() -> put(disks, 3, 3, 5 * MEBIBYTE))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("add a disk");
      disks.promises(Map.of(agreement(2), 6 * MEBIBYTE));
      assertThat(disks.largestFreeBytes())
          .as("what came a moment ago may be younger than the block that was read")
          .isEqualTo(4 * MEBIBYTE);
      disks.promises(Map.of(agreement(2), 6 * MEBIBYTE));
      assertThat(disks.largestFreeBytes())
          .as("the first one is over, says the chain, whose pieces stay for a while")
          .isEqualTo(10 * MEBIBYTE);
      put(disks, 3, 3, 5 * MEBIBYTE);
      assertThat(folderOf(3)).isEqualTo(folderOf(1));
    }
    try (var disks = open(10 * MEBIBYTE)) {
      assertThat(disks.disks().stream().mapToLong(DiskState::promisedBytes).sum())
          .as("remembered until the chain says more")
          .isEqualTo(18 * MEBIBYTE);
    }
  }

  @Test
  void whatWasGivenUpIsForgottenOnAllDisks() throws Exception {
    try (var disks = open(10 * MEBIBYTE)) {
      put(disks, 1, 1, MEBIBYTE);
      disks.drop(agreement(1));
      assertThat(disks.agreements()).isEmpty();
      assertThat(disks.usedBytes()).isZero();
    }
    try (var disks = open(10 * MEBIBYTE)) {
      assertThat(disks.agreements()).isEmpty();
      assertThat(Files.readString(a.resolve("placement"))).doesNotContain(" on ");
    }
  }

  @Test
  void askingForWhatIsNowhereMakesNothing() throws Exception {
    try (var disks = open(MEBIBYTE)) {
      assertThat(disks.find(agreement(1), id(1))).isEmpty();
      assertThat(disks.summary(agreement(1)).pieces()).isZero();
      assertThat(disks.slots(agreement(1), 0, 10)).isEmpty();
      assertThat(disks.remove(agreement(1), id(1))).isFalse();
      assertThat(disks.agreements()).isEmpty();
    }
  }

  private Disks open(long capacityBytes) throws IOException {
    return open(List.of(a, b), capacityBytes);
  }

  private static Disks open(List<Path> folders, long capacityBytes) throws IOException {
    var each = new ArrayList<DiskFolder>();
    folders.forEach(folder -> each.add(new DiskFolder(folder, capacityBytes)));
    return (Disks) Disks.open(each, 0);
  }

  /// Where its pieces are, by the folder's own word.
  private Path folderOf(int number) throws IOException {
    var found = new ArrayList<Path>();
    for (var folder : List.of(a, b)) {
      if (Files.isDirectory(folder.resolve("volumes"))
          && Files.readString(folder.resolve("placement"))
              .contains(
                  "on "
                      + Files.readString(folder.resolve("disk.id")).strip()
                      + " "
                      + agreement(number)
                      + " ")) {
        found.add(folder);
      }
    }
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  static AgreementId agreement(int number) {
    return new AgreementId(BigInteger.valueOf(7).shiftLeft(64).add(BigInteger.valueOf(number)));
  }

  private static void put(Pieces store, int agreement, int piece, long agreementBytes)
      throws IOException {
    var content = content(piece, 1000);
    var put =
        store.put(
            agreement(agreement),
            agreementBytes,
            id(piece),
            content.length,
            new ByteArrayInputStream(content),
            Optional.empty());
    assertThat(put).isInstanceOf(Put.Created.class);
  }

  private static Cosigned cosign(Pieces store, int agreement, long sequence) throws IOException {
    var now = store.summary(agreement(agreement));
    var revision =
        new Revision(agreement(agreement), now.root(), now.leaves(), sequence, TreeHash.STANDARD);
    return ((Cosigning.Agreed) store.cosign(revision, SIGNATURE, _ -> SIGNATURE)).revision();
  }
}
