package network.flashback.gateway;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// What tests of a running gateway begin with: a world of its own for each, the owner's client, and
/// bytes that follow from a seed.
abstract class GatewayStory {
  static final String BUCKET = "photos";

  @TempDir Path disks;

  final Random random;
  TestWorld world;
  S3Client s3;

  private final long seed;

  GatewayStory(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  @BeforeEach
  final void openWorld() throws Exception {
    System.out.println("seed " + seed);
    world = newWorld();
    s3 = world.client();
  }

  TestWorld newWorld() throws Exception {
    return TestWorld.twoOfThree(disks);
  }

  @AfterEach
  final void closeWorld() {
    world.close();
  }

  final byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  byte[] put(String key, int size) {
    var bytes = bytes(size);
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    return bytes;
  }

  final byte[] get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray();
  }

  final long number(String sql) throws SQLException {
    return TestDatabase.number(world.database(), sql);
  }
}
