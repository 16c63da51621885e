package network.flashback.benchmarks.listing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferSubmission;
import org.jspecify.annotations.Nullable;

/// A grown market in the platform's own tables: rows as the indexer, the reader of reports and the
/// offer desk write them, every offer truly signed. The same seed gives the same market.
final class Seed {
  private static final int PROVIDERS = 400;
  private static final int OFFERS = 10_000;
  private static final int EPOCHS = 30;
  private static final long SEED = 20_261_123;
  private static final long LIFE_SECONDS = 20_000;

  /// Behind every block of the real chain, so that nothing collides.
  private static final long FIRST_BLOCK = 1_000_000_000;

  private static final Token DOLLAR = Token.micro("tUSD");
  private static final List<String> REGIONS =
      List.of("eu-de", "eu-fr", "eu-se", "eu-nl", "us-va", "us-or", "ap-sg", "ap-jp", "sa-br");
  private static final List<String> TOWNS =
      List.of("Frankfurt", "Paris", "Stockholm", "Ashburn", "Portland", "Singapore", "Osaka");

  private final Contracts contracts;
  private final Connection database;
  private final Random random = new Random(SEED);
  private final PrivateKey key = PrivateKey.of(Bytes32.of(7));
  private final long now = java.time.Clock.systemUTC().instant().getEpochSecond();
  private long row;

  Seed(Contracts contracts, Connection database) {
    this.contracts = contracts;
    this.database = database;
  }

  void plant() throws SQLException {
    database.setAutoCommit(false);
    try (var events =
        database.prepareStatement(
            """
            INSERT INTO event (block_number, log_index, block_hash, block_time, transaction_hash, contract, name,
                               provider_id, epoch, fields)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, CAST(? AS JSONB))""")) {
      for (long provider = 1; provider <= PROVIDERS; provider++) {
        member(events, provider);
      }
      for (long epoch = 1; epoch <= EPOCHS; epoch++) {
        var fields =
            "{\"epoch\":\"%d\",\"root\":\"%s\",\"recordsHash\":\"%s\",\"signers\":\"7\",\"finalAt\":\"%d\"}"
                .formatted(epoch, Bytes32.ZERO, Bytes32.of(epoch), now);
        event(events, "QualityOracle", "RootPosted", null, epoch, fields);
        for (long provider = 1; provider <= PROVIDERS; provider++) {
          event(
              events,
              "PossessionVerifier",
              "EpochConfirmed",
              provider,
              epoch,
              "{\"providerId\":\"%d\",\"epoch\":\"%d\"}".formatted(provider, epoch));
        }
      }
      events.executeBatch();
    }
    profiles();
    measurements();
    offers();
    database.commit();
    database.setAutoCommit(true);
    try (var statement = database.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  private void member(PreparedStatement events, long id) throws SQLException {
    var owner = key.address();
    event(
        events,
        "Registry",
        "Registered",
        id,
        null,
        "{\"id\":\"%d\",\"owner\":\"%s\",\"kinds\":\"1\",\"payout\":\"%s\",\"nodeKey\":\"%s\",\"profileHash\":\"%s\",\"endpoint\":\"https://node%d.example\"}"
            .formatted(id, owner, owner, owner, Bytes32.of(id), id));
    event(
        events,
        "Registry",
        "StatusChanged",
        id,
        null,
        "{\"id\":\"%d\",\"status\":\"2\"}".formatted(id));
    event(
        events,
        "StakeManager",
        "Staked",
        id,
        null,
        "{\"id\":\"%d\",\"token\":\"%s\",\"from\":\"%s\",\"amount\":\"%d\"}"
            .formatted(
                id,
                contracts.orchestrator().market(1).token(),
                owner,
                10_000_000_000L + random.nextInt(1_000_000_000)));
    if (id % 2 == 0) {
      var scopes = 1 + random.nextInt(15);
      event(
          events,
          "Registry",
          "CertificateIssued",
          id,
          null,
          "{\"certificateId\":\"%d\",\"id\":\"%d\",\"issuer\":\"%s\",\"scopes\":\"%d\",\"validFrom\":\"%d\",\"validUntil\":\"%d\",\"evidenceHash\":\"%s\"}"
              .formatted(id, id, owner, scopes, now - 1_000, now + 1_000_000, Bytes32.of(id)));
      event(
          events,
          "Registry",
          "CertificateShown",
          id,
          null,
          "{\"certificateId\":\"%d\",\"id\":\"%d\",\"scopes\":\"%d\"}".formatted(id, id, scopes));
    }
  }

  private void event(
      PreparedStatement events,
      String contract,
      String name,
      @Nullable Long provider,
      @Nullable Long epoch,
      String fields)
      throws SQLException {
    row++;
    events.setLong(1, FIRST_BLOCK + row);
    events.setString(2, Bytes32.of(row).toString());
    events.setLong(3, now);
    events.setString(4, Bytes32.of(row).toString());
    events.setString(5, contract);
    events.setString(6, name);
    events.setObject(7, provider, java.sql.Types.BIGINT);
    events.setObject(8, epoch, java.sql.Types.BIGINT);
    events.setString(9, fields);
    events.addBatch();
  }

  private void profiles() throws SQLException {
    try (var insert =
        database.prepareStatement(
            "INSERT INTO profile (hash, name, description, website) VALUES (?, ?, ?, ?)")) {
      for (long id = 1; id <= PROVIDERS; id++) {
        var town = TOWNS.get(random.nextInt(TOWNS.size()));
        insert.setString(1, Bytes32.of(id).toString());
        insert.setString(2, "Store " + id + " " + town);
        insert.setString(3, "Disks in " + town + " for archives, backups and models");
        insert.setString(4, "https://store" + id + ".example");
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void measurements() throws SQLException {
    try (var insert =
            database.prepareStatement(
                """
                INSERT INTO measurement (records_hash, provider_id, epoch, probes, uptime_bps,
                                         latency_p50, latency_p95, latency_p99, throughput_kib, error_bps)
                VALUES (?, ?, ?, 2000, ?, ?, ?, ?, NULL, ?)""");
        var report =
            database.prepareStatement(
                "INSERT INTO measured_report (records_hash, epoch) VALUES (?, ?)")) {
      for (long epoch = 1; epoch <= EPOCHS; epoch++) {
        for (long provider = 1; provider <= PROVIDERS; provider++) {
          var latency = 10 + random.nextInt(400);
          insert.setString(1, Bytes32.of(epoch).toString());
          insert.setLong(2, provider);
          insert.setLong(3, epoch);
          insert.setInt(4, 10_000 - random.nextInt(20));
          insert.setInt(5, latency);
          insert.setInt(6, 3 * latency);
          insert.setInt(7, 5 * latency);
          insert.setInt(8, random.nextInt(30));
          insert.addBatch();
        }
        report.setString(1, Bytes32.of(epoch).toString());
        report.setLong(2, epoch);
        report.addBatch();
      }
      insert.executeBatch();
      report.executeBatch();
    }
  }

  private void offers() throws SQLException {
    var domain = contracts.orchestrator().domain();
    try (var insert =
        database.prepareStatement(
            """
            INSERT INTO offer (hash, provider_id, market, class, region, rate, expiry, nonce, received_at, signed)
            VALUES (?, ?, 1, ?, ?, ?, ?, 0, ?, ?)""")) {
      for (var number = 0; number < OFFERS; number++) {
        var terms = terms(number);
        var hash = terms.hash(domain);
        insert.setString(1, hash.toString());
        insert.setLong(2, terms.providerId());
        insert.setInt(3, terms.offerClass());
        insert.setString(4, REGIONS.get(number / PROVIDERS / 3));
        insert.setBigDecimal(5, new java.math.BigDecimal(terms.ratePerGib()));
        insert.setLong(6, terms.expiry());
        insert.setLong(7, now);
        insert.setString(
            8,
            JsonWriter.text(
                new OfferSubmission(terms, key.sign(hash).toBytes(), QualityTarget.usual())));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// Every provider offers every class in its first regions, each slot once.
  private OfferTerms terms(int number) {
    var region = REGIONS.get(number / PROVIDERS / 3);
    var price = TokenAmount.ofUnits(DOLLAR, 3_000_000L + random.nextInt(4_000_000));
    return new OfferTerms(
        1 + number % PROVIDERS,
        1,
        Rate.perGibMonth(price).fixed(),
        BigInteger.valueOf(1_000_000),
        1L << (38 + random.nextInt(6)),
        1L << 20,
        60,
        365L * 24 * 3600,
        30L * 24 * 3600,
        number / PROVIDERS % 3,
        Bytes32.of(Arrays.copyOf(region.getBytes(StandardCharsets.US_ASCII), Bytes32.SIZE)),
        CanonicalJson.hash(QualityTarget.usual()),
        now + LIFE_SECONDS,
        0,
        new BigInteger(1, Keccak256.hash("offer " + number).toArray()));
  }
}
