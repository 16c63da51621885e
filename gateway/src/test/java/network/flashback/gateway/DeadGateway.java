package network.flashback.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.seal.Protection;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.gateway.write.Starting;

/// A gateway that is killed after the last receipt and before the commit.
final class DeadGateway {
  private DeadGateway() {}

  /// Leaves that many bytes behind that no object has.
  static void write(TestWorld world, String bucket, int size) throws IOException {
    var random = new SecureRandom();
    try (var db = Database.open(world.database(), "postgres", "", 2)) {
      var ledgers = new EgressLedgers(db);
      var legs = new Legs(world, (leg, ledger) -> world.provider(leg), ledgers, world.clock);
      var extents = new Extents(db, UUID.randomUUID());
      extents.renewLease(world.clock.millis() + TestWorld.LEASE.toMillis());
      var writer =
          new ExtentWriter(
              legs,
              extents,
              new KeyRing(world.rootKey, random),
              Acknowledgement.SPARE,
              new Starting(legs, Duration.ZERO),
              random,
              world.clock);
      var into = new Buckets(db).find(bucket).orElseThrow();
      var body = new ByteArrayInputStream(new byte[size]);
      var _ = writer.write(into, world.slas().getFirst(), body, size, Protection.SEALED);
    }
  }
}
