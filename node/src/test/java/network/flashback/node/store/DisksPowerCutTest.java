package network.flashback.node.store;

import static network.flashback.node.store.DisksTest.agreement;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import network.flashback.node.store.DisksOpening.Mount;
import network.flashback.node.store.DisksOpening.Settings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One of two disks that loses its power at any moment, with all writes that it had not synced,
/// while the other goes on; several times in the life of a node.
class DisksPowerCutTest {
  private static final int CUTS = 4;
  private static final int AGREEMENTS = 12;
  private static final long AGREEMENT_BYTES = 1 << 20;

  @TempDir Path home;

  static LongStream seeds() {
    long first = new Random().nextLong() >>> 16;
    return LongStream.range(first, first + (Boolean.getBoolean("deep") ? 100 : 10));
  }

  /// Numbers of pieces to numbers of agreements, as acknowledged.
  private final Map<Integer, Integer> there = new TreeMap<>();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingAcknowledgedIsLostAndNoAgreementIsEverOnTwoDisks(long seed) throws Exception {
    System.out.println("DisksPowerCutTest seed " + seed);
    var random = new Random(seed);
    var folders =
        new Path[] {
          Files.createDirectories(home.resolve("a0")), Files.createDirectories(home.resolve("b0"))
        };
    int piece = 0;
    for (int cut = 1; cut <= CUTS; cut++) {
      var systems =
          new ForgetfulDisk[] {new ForgetfulDisk(folders[0]), new ForgetfulDisk(folders[1])};
      var disks =
          open(
              random,
              new Mount(systems[0], new DiskFolder(folders[0], 1L << 30)),
              new Mount(systems[1], new DiskFolder(folders[1], 1L << 30)));
      check(disks, seed);
      int left = random.nextInt(40);
      while (left-- > 0) {
        int number = random.nextInt(AGREEMENTS);
        put(disks, number, ++piece);
        there.put(piece, number);
      }
      int dead = random.nextInt(2);
      systems[dead].cut();
      // What lies on the dead one fails, and only that; new agreements find the other.
      Set<Integer> refused = new HashSet<>();
      int fresh = AGREEMENTS + 2 * cut;
      for (int each = 0; each < AGREEMENTS + 2; each++) {
        int number = each < AGREEMENTS ? each : fresh + each - AGREEMENTS;
        try {
          put(disks, number, ++piece);
          there.put(piece, number);
        } catch (IOException powerless) {
          refused.add(number);
        }
      }
      assertThat(refused).as("seed %d", seed).doesNotContain(fresh, fresh + 1);
      for (int number = 0; number < AGREEMENTS; number++) {
        assertThat(refused.contains(number))
            .as("seed %d, agreement %d", seed, number)
            .isEqualTo(isOn(disks, number, dead));
      }
      abandon(disks);
      var next = home.resolve((dead == 0 ? "a" : "b") + cut);
      systems[dead].leaveIn(next, random);
      folders[dead] = next;
    }
    try (var disks =
        open(
            random,
            new Mount(Disk.REAL, new DiskFolder(folders[0], 1L << 30)),
            new Mount(Disk.REAL, new DiskFolder(folders[1], 1L << 30)))) {
      check(disks, seed);
    }
  }

  private static Disks open(Random random, Mount a, Mount b) throws IOException {
    // So small that the index is condensed all the time.
    var limits = new Limits(1 + random.nextInt(20), 1 + random.nextInt(3), random.nextInt(9000));
    return Disks.open(new Settings(0, 4 << 20, limits, random), List.of(a, b));
  }

  private void check(Disks disks, long seed) throws IOException {
    assertThat(disks.failure()).as("seed %d", seed).isEmpty();
    for (var kept : there.entrySet()) {
      var found = disks.find(agreement(kept.getValue()), id(kept.getKey()));
      assertThat(found).as("seed %d, piece %d", seed, kept.getKey()).isPresent();
      assertThat(read(disks, agreement(kept.getValue()), found.get()))
          .as("seed %d, piece %d", seed, kept.getKey())
          .isEqualTo(content(kept.getKey(), 500));
    }
    for (int number : new HashSet<>(there.values())) {
      assertThat(isOn(disks, number, 0) ^ isOn(disks, number, 1))
          .as("seed %d, agreement %d is on one disk", seed, number)
          .isTrue();
    }
    assertThat(disks.scrub()).as("seed %d", seed).isEmpty();
  }

  private static boolean isOn(Disks disks, int number, int disk) {
    return disks.storeAt(disk).agreements().contains(agreement(number));
  }

  private static void put(Disks disks, int number, int piece) throws IOException {
    var content = content(piece, 500);
    disks.put(
        agreement(number),
        AGREEMENT_BYTES,
        id(piece),
        content.length,
        new ByteArrayInputStream(content),
        Optional.empty());
  }

  private static void abandon(Disks disks) {
    try {
      disks.close();
    } catch (IOException powerless) {
      // One of the two is as good as dead; only the locks had to go.
      assertThat(powerless).hasMessageContaining("power");
    }
  }
}
