package network.flashback.settlement.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.dispute.Evidence.Trace;
import network.flashback.settlement.dispute.Records.Egress;
import network.flashback.settlement.dispute.Records.SignedRevision;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final PrivateKey CONSUMER = PrivateKey.of(Bytes32.of(7));
  private static final PrivateKey NODE = PrivateKey.of(Bytes32.of(8));

  @Test
  void publishedEvidenceNamesItsAuthorAndHasOneFormOnly() throws IOException {
    var document = evidence(NODE.address()).signedBy(NODE);
    assertThat(Evidence.authorOf(document)).isEqualTo(NODE.address());
    assertThat(evidence(NODE.address()).signedBy(NODE)).isEqualTo(document);
    assertThat(text(document))
        .startsWith("{\"evidence\":{\"chainId\":31337,\"arbitration\":\"0x")
        .contains("\"amount\":\"5000000000000000000\"")
        .contains("\"revision\":{\"root\":\"" + Bytes32.of(3) + "\",\"leaves\":4,\"sequence\":5,")
        .contains("\"egress\":{\"servedBytes\":1000,\"promised\":\"20\",\"promisedBytes\":900,")
        .contains("\"chain\":[{\"event\":\"Audited\",\"block\":12,\"transaction\":\"0x");
  }

  @Test
  void whatWasChangedAfterwardsOrSignedByAnotherIsNone() {
    var document = text(evidence(NODE.address()).signedBy(NODE));
    assertThatThrownBy(() -> Evidence.authorOf(bytes(document.replace("1000", "1001"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not signed by its author");
    assertThatThrownBy(
            () -> Evidence.authorOf(bytes(document.replace("{\"chainId", "{ \"chainId"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in its one form");
    assertThatThrownBy(() -> Evidence.authorOf(evidence(NODE.address()).signedBy(CONSUMER)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Evidence.authorOf(bytes("{}"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Evidence.authorOf(bytes("[")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("This is no evidence");
  }

  private static Evidence evidence(Address author) {
    var any = NODE.sign(Bytes32.of(1));
    var dispute =
        new Dispute(
            new AgreementId(BigInteger.TEN),
            3,
            4,
            Dispute.State.OPENED,
            Dispute.Outcome.NONE,
            100,
            0,
            CONSUMER.address(),
            NODE.address(),
            BigInteger.valueOf(5).multiply(BigInteger.TEN.pow(18)));
    return new Evidence(
        31_337,
        Address.of(Bytes32.of(2)),
        BigInteger.ONE,
        dispute,
        author,
        99,
        new Records(
            Optional.of(new SignedRevision(Bytes32.of(3), 4, 5, TreeHash.SHA256, any, any)),
            new Egress(1000, BigInteger.valueOf(20), 900, Optional.of(any))),
        List.of(new Trace("Audited", 12, Bytes32.of(6))));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
