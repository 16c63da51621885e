package network.flashback.app.startup;

import com.zaxxer.hikari.HikariConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.jar.JarFile;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Abis;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.beacon.Drand;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.erasure.ErasureCodes;
import network.flashback.evm.Keccak256;
import network.flashback.evm.bls.BeaconSchedule;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.http.HttpServerConfig;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// A short run through what every role does at its start, for the JVM to record
/// (`-XX:AOTCacheOutput`): classes that are loaded and linked here need not be parsed and verified
/// again in ten processes. It touches no network but its own loopback port and no file.
public final class Training {
  private static final int PIECE_BYTES = 1 << 20;

  private Training() {}

  public static void run() throws IOException, InterruptedException {
    loadOwnClasses();
    for (var contract : Contracts.NAMES) {
      requireFunctions(contract);
    }
    openKeystoreAndSign();
    serveAndAsk();
    code();
    databaseClasses();
  }

  private static void requireFunctions(String contract) {
    if (Abis.of(contract).functions().isEmpty()) {
      throw new IllegalStateException("The interface of " + contract + " is empty.");
    }
  }

  private static void loadOwnClasses() throws IOException {
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var name = Path.of(entry).getFileName().toString();
      if (!name.startsWith("flashback") || !name.endsWith(".jar")) {
        continue;
      }
      try (var jar = new JarFile(entry)) {
        jar.stream()
            .map(file -> file.getName())
            .filter(file -> file.endsWith(".class") && !file.contains("package-info"))
            .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
            .forEach(Training::load);
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // A class that needs an absent optional library is not part of a start.
      System.err.println("not trained: " + name + " (" + e.getMessage() + ")");
    }
  }

  private static void openKeystoreAndSign() {
    var random = new SecureRandom();
    var key = DevelopmentWallet.CONSUMER.key(DevelopmentKeys.CHAIN_ID);
    var passphrase = Passphrase.of("training".toCharArray());
    var stored = Keystore.encrypt(key, passphrase, ScryptCost.LIGHT, random);
    var opened = Keystore.decrypt(stored, passphrase);
    var digest = Keccak256.hash("training");
    opened.sign(digest).signerOf(digest);
  }

  private static void serveAndAsk() throws IOException, InterruptedException {
    var clock = InstantSource.system();
    var schedule = new BeaconSchedule(Instant.now().minusSeconds(10), 1);
    try (var beacon = FakeDrand.start(HttpServerConfig.on("127.0.0.1", 0, clock), schedule, clock);
        var client = HttpClient.newHttpClient();
        var rpc =
            new JsonRpc(URI.create("http://127.0.0.1:" + beacon.port()), RetryPolicy.STANDARD)) {
      new Drand(client, URI.create("http://127.0.0.1:" + beacon.port())).signature(1);
      rpc.node();
    }
  }

  private static void code() {
    var erasure = ErasureCodes.fastest(2, 3);
    var blocks = new byte[3][PIECE_BYTES];
    new Random(1).nextBytes(blocks[0]);
    erasure.encode(blocks, 0, PIECE_BYTES);
  }

  private static void databaseClasses() {
    var pool = new HikariConfig();
    pool.setJdbcUrl("jdbc:postgresql://127.0.0.1/none");
    Flyway.configure().dataSource(pool.getJdbcUrl(), "none", "").getLocations();
    Jdbi.create(pool.getJdbcUrl());
    Arrays.asList("org.postgresql.Driver", "org.postgresql.jdbc.PgConnection")
        .forEach(Training::load);
  }
}
