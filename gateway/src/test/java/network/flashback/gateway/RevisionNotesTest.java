package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.UnitRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a database knows of when revisions were signed, and with which of a provider's keys.
class RevisionNotesTest {
  private static final BigInteger AGREEMENT = BigInteger.ONE.shiftLeft(100);
  private static final BigInteger OTHER = AGREEMENT.add(BigInteger.ONE);
  private static final Address NODE_KEY = Address.of(Bytes32.of(7));
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(8));

  private Database database;
  private Revisions revisions;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabase.fresh(), "postgres", "", 2);
    revisions = new Revisions(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasSignedThroughAnEpochIsTheNewestOfItAndOfThoseBefore() {
    sign(AGREEMENT);
    revisions.note(5, 3);
    sign(AGREEMENT);
    sign(OTHER);
    revisions.note(5, 3);
    sign(AGREEMENT);
    revisions.note(6, 4);
    revisions.note(7, 5);
    assertThat(revisions.signedThrough(4)).isEmpty();
    assertThat(revisions.signedThrough(5)).isEqualTo(Map.of(AGREEMENT, 2L, OTHER, 1L));
    assertThat(revisions.signedThrough(6)).isEqualTo(Map.of(AGREEMENT, 3L, OTHER, 1L));
  }

  @Test
  void epochsOfWhichNobodyAsksAreForgottenButTheirNewestIsKept() {
    for (long epoch = 1; epoch <= 10; epoch++) {
      sign(AGREEMENT);
      revisions.note(epoch, epoch - 2);
    }
    assertThat(revisions.signedThrough(7)).isEmpty();
    assertThat(revisions.signedThrough(8)).isEqualTo(Map.of(AGREEMENT, 8L));
    revisions.note(100, 98);
    assertThat(revisions.signedThrough(98)).isEqualTo(Map.of(AGREEMENT, 10L));
  }

  @Test
  void whatAKeySignedThatWasReplacedDoesNotCountAsSigned() {
    var unit = sign(AGREEMENT);
    assertThat(revisions.signed(AGREEMENT, NODE_KEY)).contains(unit);
    assertThat(revisions.signed(AGREEMENT, Address.of(Bytes32.of(9)))).isEmpty();
  }

  private UnitRoot sign(BigInteger agreement) {
    long sequence = revisions.nextSequence(agreement);
    var unit = new UnitRoot(Bytes32.of(sequence), sequence);
    var signature = KEY.sign(unit.root());
    revisions.record(
        agreement,
        sequence,
        unit,
        TreeHash.STANDARD,
        NODE_KEY,
        new Cosigned.Agreed(signature, signature));
    return unit;
  }
}
