package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import network.flashback.app.network.Member;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A gateway loses its database on a running network, and has it again from its root key, the chain
/// and what the providers hold.
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class RecoveryTest {
  private static final long SEED = 20;
  private static final int OBJECTS = 40;
  private static final int EPOCHS = 10;
  private static final Duration MANIFESTS_WITHIN = Duration.ofSeconds(30);

  /// Beyond a node's unpaid window: what was read before must be known to be paid for.
  private static final int LARGE_BYTES = 24 << 20;

  @Test
  void aGatewayThatLostItsDatabaseReadsAndWritesOnAfterRecover(TestNetwork network)
      throws Exception {
    System.out.printf("recovery with seed %d%n", SEED);
    try (var sla = LiveSla.open(network, EPOCHS);
        var s3 = sla.s3()) {
      var expected = written(s3, sla.bucket());
      assertThat(read(s3, sla.bucket())).isEqualTo(expected);
      Eventually.holds(
          "manifests at the legs",
          MANIFESTS_WITHIN,
          () -> nothingWaitsToBeWritten(network, sla.id()));

      network.processes().kill(Member.GATEWAY);
      loseTheDatabase(network);
      var recover =
          Cli.run("recover", "--config", network.plan().configuration(Member.GATEWAY).toString());
      assertThat(toldOf(sla.id(), recover.out()))
          .as("%s%s", recover.out(), recover.err())
          .contains("as it was at ")
          .doesNotContain("cannot be read", "not asked", "did not answer");
      network.network().start(Member.GATEWAY);

      assertThat(read(s3, sla.bucket())).isEqualTo(expected);
      s3.putObject(b -> b.bucket(sla.bucket()).key("after"), RequestBody.fromString("after"));
      assertThat(s3.getObjectAsBytes(b -> b.bucket(sla.bucket()).key("after")).asUtf8String())
          .isEqualTo("after");
    }
  }

  /// What was said of one SLA. Others of this network have revoked their grants, and the exit code
  /// tells of them.
  private static String toldOf(Bytes32 slaId, String out) {
    return Arrays.stream(out.split("(?m)^SLA ", -1))
        .filter(section -> section.startsWith(slaId.toString()))
        .findFirst()
        .orElse("");
  }

  private static Map<String, Integer> written(S3Client s3, String bucket) {
    var random = new Random(SEED);
    var expected = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < OBJECTS; i++) {
      var bytes = new byte[i == 0 ? LARGE_BYTES : random.nextInt(200_000)];
      random.nextBytes(bytes);
      var key = "key-%02d".formatted(i);
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
      expected.put(key, Arrays.hashCode(bytes));
    }
    return expected;
  }

  /// What is listed, in the order of the listing, and what each holds.
  private static Map<String, Integer> read(S3Client s3, String bucket) {
    var found = new LinkedHashMap<String, Integer>();
    for (S3Object object : s3.listObjectsV2(b -> b.bucket(bucket)).contents()) {
      var bytes = s3.getObjectAsBytes(b -> b.bucket(bucket).key(object.key())).asByteArrayUnsafe();
      found.put(object.key(), Arrays.hashCode(bytes));
    }
    return found;
  }

  private static boolean nothingWaitsToBeWritten(TestNetwork network, Bytes32 slaId)
      throws SQLException {
    try (var database = connect(network, "gateway");
        var query =
            database.prepareStatement(
                "SELECT (SELECT count(*) FROM manifest_changes WHERE sla_id = ?)"
                    + " + (SELECT count(*) FROM manifests WHERE sla_id = ? AND body IS NOT NULL)")) {
      query.setBytes(1, slaId.toArray());
      query.setBytes(2, slaId.toArray());
      try (var rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1) == 0;
      }
    }
  }

  private static void loseTheDatabase(TestNetwork network) throws SQLException {
    try (var database = connect(network, "postgres");
        var statement = database.createStatement()) {
      statement.execute("DROP DATABASE gateway WITH (FORCE)");
      statement.execute("CREATE DATABASE gateway");
    }
  }

  private static Connection connect(TestNetwork network, String database) throws SQLException {
    return DriverManager.getConnection(network.plan().databaseUrl(database), "postgres", "");
  }
}
