package network.flashback.benchmarks.s3;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.Disputes;
import network.flashback.gateway.Gateway;
import network.flashback.gateway.GatewayConfig;
import network.flashback.gateway.Grants;
import network.flashback.gateway.access.RootKey;
import network.flashback.providers.directory.DirectoryObjectStore;

/// A gateway in this process, 2 of 3 over folders and one copy in another, with a database of its
/// own: what a load of a few requests is tried on.
final class TestGateway implements Agreements, Grants, AutoCloseable {
  private static final Bytes32 SLA = Bytes32.of(500);
  private static final Bytes32 MIRROR = Bytes32.of(501);
  private static final long GIB = 1L << 30;

  private final EmbeddedPostgres database;
  private final Gateway gateway;
  private final List<Leg> legs = new ArrayList<>();
  private final Grant grant = grant(1, SLA);
  private final Grant mirror = grant(2, MIRROR);

  TestGateway(Path disks) throws IOException {
    database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    IntStream.range(0, 4).mapToObj(TestGateway::leg).forEach(legs::add);
    gateway =
        Gateway.start(
            GatewayConfig.on(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                31337,
                database.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "",
                RootKey.of(Bytes32.of(123456789))),
            this,
            this,
            (leg, ledger) ->
                DirectoryObjectStore.open(disks.resolve("disk-" + leg.agreementId()), GIB),
            Disputes.UNWATCHED,
            new SecureRandom(),
            InstantSource.system());
  }

  /// It under load, with this process as the server.
  Target target(String name, String bucket, Map<String, String> tags) {
    return new Target(
        name,
        URI.create("http://127.0.0.1:" + gateway.port()),
        bucket,
        Optional.of(gateway.keyPair(tags.containsKey("flashback:layout") ? mirror : grant)),
        tags,
        true,
        List.of(ProcessHandle.current().pid()),
        List.of());
  }

  private static Grant grant(long id, Bytes32 sla) {
    return new Grant(
        id,
        Address.of(Bytes32.of(0xc0)),
        sla,
        Set.of(Right.READ, Right.WRITE),
        Bytes32.ZERO,
        Instant.now().plus(Duration.ofDays(1)),
        Grants.State.ACTIVE,
        0);
  }

  private static Leg leg(int shard) {
    return new Leg(
        BigInteger.valueOf(9000 + shard),
        shard,
        Address.of(Bytes32.of(shard + 1)),
        URI.create("http://provider-" + shard),
        BigInteger.ZERO,
        BigInteger.ZERO,
        TreeHash.STANDARD,
        Agreements.State.LIVE);
  }

  @Override
  public Optional<Sla> sla(Bytes32 id) {
    return slas().stream().filter(sla -> sla.id().equals(id)).findFirst();
  }

  @Override
  public List<Sla> slas() {
    return List.of(
        new Sla(SLA, Redundancy.of(2, 3), legs.subList(0, 3), Set.of(StorageClass.FAST)),
        new Sla(MIRROR, Redundancy.of(1, 1), legs.subList(3, 4), Set.of(StorageClass.FAST)));
  }

  @Override
  public void onChange(Runnable action) {
    // Nothing changes here.
  }

  @Override
  public Optional<Grant> grant(long id) {
    return Stream.of(grant, mirror).filter(known -> known.id() == id).findFirst();
  }

  @Override
  public List<Grant> under(Bytes32 slaId) {
    return Stream.of(grant, mirror).filter(known -> known.slaId().equals(slaId)).toList();
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    database.close();
  }
}
