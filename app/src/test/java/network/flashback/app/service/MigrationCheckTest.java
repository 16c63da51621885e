package network.flashback.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import network.flashback.app.service.MigrationCheck.Finding;
import network.flashback.app.service.MigrationDocument.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationCheckTest {
  private static final long SEED = Long.getLong("seed", 50);
  private static final int OBJECTS = 10;

  private final MemoryBucket source = new MemoryBucket();
  private final MemoryBucket target = new MemoryBucket();

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    System.out.printf("migration with seed %d%n", SEED);
    var random = new Random(SEED);
    for (int i = 0; i < OBJECTS; i++) {
      var bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      source.objects.put("key-" + i, bytes);
    }
    target.objects.putAll(source.objects);
  }

  @Test
  void whatWasMovedByteForByteIsFoundRightAlsoThroughFiles() throws IOException {
    var statement = folder.resolve("statement.json");
    var delivery = folder.resolve("delivery.json");
    document(Kind.STATEMENT, source).write(statement);
    document(Kind.DELIVERY, target).write(delivery);
    var asked = MigrationDocument.read(statement, Kind.STATEMENT);
    assertThat(asked).isEqualTo(document(Kind.STATEMENT, source));
    assertThat(asked.objects().objects()).hasSize(OBJECTS);
    var done = MigrationDocument.read(delivery, Kind.DELIVERY);
    assertThat(MigrationCheck.check(asked, done, target)).isEmpty();
  }

  @Test
  void oneFlippedBitAtTheTargetIsFoundAlthoughTheDeliverySaysOtherwise() throws IOException {
    var bytes = Objects.requireNonNull(source.objects.get("key-4")).clone();
    bytes[bytes.length / 2] ^= 1;
    target.objects.put("key-4", bytes);
    var findings =
        MigrationCheck.check(
            document(Kind.STATEMENT, source), document(Kind.DELIVERY, source), target);
    assertThat(findings).singleElement().isInstanceOf(Finding.OtherBytes.class);
    assertThat(MigrationCheck.told(findings.getFirst()))
        .startsWith("key-4: asked for %d bytes".formatted(bytes.length))
        .contains("the target has");
  }

  @Test
  void aDeliveryThatAdmitsOtherBytesIsFoundBesideTheTargets() throws IOException {
    target.objects.put("key-4", new byte[] {1});
    assertThat(findings())
        .as("once for the delivery, once for the target")
        .extracting(Finding::key)
        .containsExactly("key-4", "key-4");
  }

  @Test
  void whatIsMissingAndWhatNobodyAskedForIsFound() throws IOException {
    target.objects.remove("key-9");
    target.objects.put("extra", new byte[0]);
    assertThat(findings())
        .containsExactlyInAnyOrder(
            new Finding.NotDelivered("key-9"),
            new Finding.NotAskedFor("extra"),
            new Finding.OnlyAtTarget("extra"),
            new Finding.NotAtTarget("key-9"));
  }

  @Test
  void anotherMigrationsDeliveryIsRefused() throws IOException {
    var asked = document(Kind.STATEMENT, source);
    var other =
        new MigrationDocument(Kind.DELIVERY, "photos", "1", "3", ChecksumManifest.of(target));
    assertThatThrownBy(() -> MigrationCheck.check(asked, other, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another migration");
  }

  @Test
  void aFileOfAnotherKindOrWithNonsenseIsRefusedWithAReason() throws IOException {
    var file = folder.resolve("file.json");
    document(Kind.STATEMENT, source).write(file);
    assertThatThrownBy(() -> MigrationDocument.read(file, Kind.DELIVERY))
        .hasMessageContaining("it does not say that it is flashback-migration-delivery-1");
    Files.writeString(file, Files.readString(file).replace("key-3", "key-2"));
    assertThatThrownBy(() -> MigrationDocument.read(file, Kind.STATEMENT))
        .hasMessageContaining("it names the key 'key-2' twice");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> MigrationDocument.read(file, Kind.STATEMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no statement of a migration");
  }

  private List<Finding> findings() throws IOException {
    return MigrationCheck.check(
        document(Kind.STATEMENT, source), document(Kind.DELIVERY, target), target);
  }

  private static MigrationDocument document(Kind kind, ObjectSource bucket) throws IOException {
    return new MigrationDocument(kind, "photos", "1", "2", ChecksumManifest.of(bucket));
  }
}
