package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.flashback.chain.FollowingPolicy;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.Indexer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tables that follow the chain, wherever it goes.
class IndexerTest {
  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    // The tests follow the chain by hand.
    network.market.close();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @Test
  void rebuildingFromZeroGivesTheSameTables() {
    try (var database = network.database();
        var indexer = indexer(database)) {
      indexer.catchUp();
      var before = rows(database);

      indexer.rebuild();
      assertThat(rows(database)).isEmpty();
      indexer.catchUp();

      assertThat(before).hasSizeGreaterThan(8);
      assertThat(rows(database)).isEqualTo(before);
    }
  }

  @Test
  void restartGoesOnWhereTheIndexerStopped() {
    try (var database = network.database()) {
      List<String> before;
      try (var indexer = indexer(database)) {
        indexer.catchUp();
        before = rows(database);
      }
      var id = network.providerIds.getFirst();
      network.nodeSender(0).send(network.contracts.orchestrator().cancelOffers(id));
      try (var indexer = indexer(database)) {
        assertThat(indexer.lastBlock()).isPresent();
        indexer.catchUp();
      }

      assertThat(rows(database)).hasSize(before.size() + 1).containsAll(before);
    }
  }

  @Test
  void rowsOfBlocksThatLeftTheChainAreRemoved() {
    try (var database = network.database();
        var indexer = indexer(database)) {
      indexer.catchUp();
      var before = rows(database);
      var snapshot = network.rpc.call("evm_snapshot").asText();
      var id = network.providerIds.get(1);
      network.nodeSender(1).send(network.contracts.orchestrator().cancelOffers(id));
      indexer.catchUp();
      assertThat(rows(database)).hasSize(before.size() + 1);

      network.rpc.call("evm_revert", snapshot);
      network.rpc.call("anvil_mine", "0x3");
      indexer.catchUp();

      assertThat(rows(database)).isEqualTo(before);
      assertThat(
              new ChainIndex(database)
                  .members().stream().filter(member -> member.id() == id).findFirst())
          .hasValueSatisfying(member -> assertThat(member.offerNonce()).isZero());
    }
  }

  private static Indexer indexer(Database database) {
    return new Indexer(database, network.contracts, FollowingPolicy.DEVELOPMENT);
  }

  /// All of each row but the number by which it arrived here, which is another one each time.
  private static List<String> rows(Database database) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT CAST(to_jsonb(event) - 'sequence' AS TEXT) FROM event ORDER BY block_number, log_index")
                .mapTo(String.class)
                .list());
  }
}
