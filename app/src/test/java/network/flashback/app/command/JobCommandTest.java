package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.Disputes;
import network.flashback.gateway.Gateway;
import network.flashback.gateway.GatewayConfig;
import network.flashback.gateway.Grants;
import network.flashback.gateway.access.RootKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway whose providers cannot be reached, and its operator at the command line.
class JobCommandTest {
  private static final Bytes32 ONE = Bytes32.of(501);
  private static final Bytes32 OTHER = Bytes32.of(502);

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final EmbeddedPostgres postgres;
  private Gateway gateway;

  JobCommandTest() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @BeforeEach
  void start() throws IOException {
    var passphrase = Passphrase.createKeyFile(folder.resolve("key.pass"), new SecureRandom());
    var rootKey =
        RootKey.openOrCreate(
            folder.resolve("root.key"), passphrase, ScryptCost.LIGHT, new SecureRandom());
    var database = postgres.getJdbcUrl("postgres", "postgres");
    gateway =
        Gateway.start(
            GatewayConfig.on(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                31337,
                database,
                "postgres",
                "",
                rootKey),
            new TwoSlas(),
            new OneConsumer(),
            (leg, ledger) -> {
              throw new IOException("the provider cannot be reached");
            },
            Disputes.UNWATCHED,
            new SecureRandom(),
            InstantSource.system());
    Files.writeString(
        folder.resolve("gateway.properties"),
        """
        http.port=%d
        chain.rpc=http://127.0.0.1:1
        chain.deployment=deployment.json
        keystore=wallet.json
        keystore.password.file=key.pass
        database.url=%s
        gateway.root.key=root.key
        gateway.market.url=http://127.0.0.1:1
        """
            .formatted(gateway.port(), database));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    postgres.close();
  }

  @Test
  void aJobIsBegunListedShownPausedResumedAndCancelled() {
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("no jobs");
    assertThat(run("start", "rebalance", "--sla", ONE.toString(), "--to", OTHER.toString()))
        .as(err.toString())
        .isZero();
    var id = out.toString().strip();
    assertThat(gateway.jobs().list())
        .singleElement()
        .satisfies(job -> assertThat(job.id()).hasToString(id));
    assertThat(run("pause", id)).as(err.toString()).isZero();
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains(id).contains("rebalance").contains("paused");
    assertThat(run("show", id)).isZero();
    assertThat(out.toString()).contains(ONE.toString());
    assertThat(run("resume", id)).isZero();
    assertThat(out.toString()).contains("running");
    assertThat(run("cancel", id)).isZero();
    assertThat(run("list", "--json")).isZero();
    assertThat(out.toString()).contains("\"cancelled\"");
  }

  @Test
  void whatCannotBeDoneIsToldInOneLine() throws IOException {
    assertThat(run("start", "migrate", "--bucket", "nowhere", "--to", ONE.toString())).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("flashback: there is no bucket 'nowhere'\n");
    assertThat(run("start", "drain", "--to", ONE.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("drain needs --provider");
    assertThat(run("show", "../metrics")).isEqualTo(1);
    assertThat(err.toString()).contains("no job's id");
    gateway.close();
    assertThat(run("list")).isEqualTo(1);
    assertThat(err.toString()).contains("no gateway answers");
    Files.delete(folder.resolve("root.key"));
    assertThat(run("list")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no root key");
    assertThat(folder.resolve("root.key")).doesNotExist();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of("job"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("gateway.properties").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /// Two SLAs of three legs each.
  private static final class TwoSlas implements Agreements {
    @Override
    public Optional<Sla> sla(Bytes32 id) {
      return slas().stream().filter(sla -> sla.id().equals(id)).findFirst();
    }

    @Override
    public List<Sla> slas() {
      return List.of(sla(ONE, 1), sla(OTHER, 4));
    }

    @Override
    public void onChange(Runnable action) {
      // Nothing changes.
    }

    private static Sla sla(Bytes32 id, long first) {
      return new Sla(
          id,
          Redundancy.of(2, 3),
          List.of(leg(first), leg(first + 1), leg(first + 2)),
          Set.of(StorageClass.FAST));
    }

    private static Leg leg(long id) {
      return new Leg(
          BigInteger.valueOf(id),
          id,
          Address.of(Bytes32.of(id)),
          URI.create("http://127.0.0.1:1"),
          BigInteger.ZERO,
          BigInteger.ZERO,
          TreeHash.STANDARD,
          Agreements.State.LIVE);
    }
  }

  /// One consumer's grants under both.
  private static final class OneConsumer implements Grants {
    @Override
    public Optional<Grant> grant(long id) {
      return Optional.empty();
    }

    @Override
    public List<Grant> under(Bytes32 slaId) {
      return List.of(
          new Grant(
              1,
              Address.of(Bytes32.of(0xc0)),
              slaId,
              Set.of(Right.READ, Right.WRITE),
              Bytes32.ZERO,
              Instant.MAX,
              Grants.State.ACTIVE,
              0));
    }
  }
}
