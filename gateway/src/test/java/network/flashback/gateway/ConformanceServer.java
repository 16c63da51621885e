package network.flashback.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;

/// A gateway for conformance suites that run outside: writes their configurations in the form of
/// ceph's s3-tests, each with consumers of its own, and serves until its standard input ends.
final class ConformanceServer {
  private static final long CAPACITY_BYTES = 1L << 36;
  private static final Duration TICK = Duration.ofSeconds(1);

  /// Suites wait for lifecycles, and are told how long a day is.
  private static final Duration LIFECYCLE_DAY = Duration.ofSeconds(5);

  /// Not the one whose name S3 leaves out of answers. Suites sign for it where `AWS_DEFAULT_REGION`
  /// says so.
  private static final String REGION = "eu-central-1";

  private static final List<String> SECTIONS =
      List.of("s3 main", "s3 alt", "s3 tenant", "iam", "iam root", "iam alt root");

  private ConformanceServer() {}

  /// @param arguments `sealed`, 2 of 3, or `native`, two copies: how objects lie; a folder for the
  ///   disks; and the files to write, one for each run at once
  static void main(String[] arguments) throws IOException, SQLException {
    var layout = Layout.of(arguments[0]).orElseThrow();
    var redundancy = layout == Layout.NATIVE ? Redundancy.of(1, 2) : Redundancy.of(2, 3);
    try (var world =
        new TestWorld(Path.of(arguments[1]), redundancy, CAPACITY_BYTES, TICK, LIFECYCLE_DAY)) {
      world.region = REGION;
      world.restart(layout);
      long id = 10;
      for (String file : List.of(arguments).subList(2, arguments.length)) {
        var text = new StringBuilder(head(world));
        for (String section : SECTIONS) {
          text.append(section(world, section, ++id));
        }
        Files.writeString(Path.of(file), text);
      }
      System.out.println("READY");
      while (System.in.read() >= 0) {
        // Serves.
      }
    }
  }

  private static String head(TestWorld world) {
    return """
    [DEFAULT]
    host = 127.0.0.1
    port = %d
    is_secure = False
    ssl_verify = False
    [fixtures]
    bucket prefix = flashback-{random}-
    iam name prefix = s3-tests-
    iam path prefix = /s3-tests/
    """
        .formatted(world.gateway().port());
  }

  private static String section(TestWorld world, String section, long id) {
    var sla = Bytes32.of(5000 + id);
    world.slaIds.add(sla);
    var grant =
        new Grant(
            id,
            Address.of(Bytes32.of(0xc0de00 + id)),
            sla,
            Set.of(Right.READ, Right.WRITE),
            Bytes32.ZERO,
            Instant.now().plus(Duration.ofDays(1000)),
            Grants.State.ACTIVE,
            0);
    world.grants.put(id, grant);
    var pair = world.gateway().keyPair(grant);
    return """
    [%s]
    display_name = %s
    user_id = %s
    email = consumer-%d@example.org
    api_name = %s
    storage_classes = DECENTRALIZED, GLACIER
    tenant =
    access_key = %s
    secret_key = %s
    lc_debug_interval = %d
    """
        .formatted(
            section,
            grant.consumer(),
            grant.consumer(),
            id,
            REGION,
            pair.accessKeyId(),
            pair.secret(),
            LIFECYCLE_DAY.toSeconds());
  }
}
