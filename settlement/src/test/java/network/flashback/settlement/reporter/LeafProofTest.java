package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import org.junit.jupiter.api.Test;

class LeafProofTest {
  private static final PrivateKey NODE = PrivateKey.of(Bytes32.of(8));

  @Test
  void everyLeafOfAUnitIsProvenAtItsOwnIndexOnly() throws IOException {
    try (var node =
        new FakeNode(new Random(3), NODE, InstantSource.system(), 1, 256, 257, 5_000, 70_000)) {
      var commitment = new Commitment(node.root(), node.leaves(), 1, TreeHash.STANDARD);
      for (long index = 0; index < node.leaves(); index++) {
        var proof = LeafProof.parse(node.json(index));
        assertThat(proof.proves(index, commitment)).isTrue();
        assertThat(proof.proves((index + 1) % node.leaves(), commitment)).isFalse();
        assertThat(
                proof.proves(
                    index, new Commitment(node.root(), node.leaves() + 1, 1, TreeHash.STANDARD)))
            .isFalse();
        assertThat(
                proof.proves(
                    index, new Commitment(Bytes32.of(1), node.leaves(), 1, TreeHash.STANDARD)))
            .isFalse();
      }
    }
  }

  @Test
  void anyChangedDigitIsNoProof() throws IOException {
    try (var node = new FakeNode(new Random(3), NODE, InstantSource.system(), 900, 5_000)) {
      var commitment = new Commitment(node.root(), node.leaves(), 1, TreeHash.STANDARD);
      String json = new String(node.json(7), StandardCharsets.UTF_8);
      assertThat(isProven(json, commitment)).isTrue();
      for (int at = json.indexOf("0x") + 2; at < json.length(); at += 13) {
        char changed = json.charAt(at) == '1' ? '2' : '1';
        if (!Character.isLetterOrDigit(json.charAt(at))) {
          continue;
        }
        String forged = json.substring(0, at) + changed + json.substring(at + 1);
        assertThat(isProven(forged, commitment)).as(forged).isFalse();
      }
    }
  }

  private static boolean isProven(String json, Commitment commitment) {
    try {
      var proof = LeafProof.parse(json.getBytes(StandardCharsets.UTF_8));
      var shown = proof.answerTo(Bytes32.ZERO);
      return proof.proves(7, commitment)
          && shown.isBy(NODE.address(), new AgreementId(BigInteger.ONE), 7, Address.ZERO);
    } catch (IOException malformed) {
      return false;
    }
  }

  @Test
  void nonsenseIsRefusedInWords() {
    for (String json : new String[] {"", "[]", "null", "{}", "{\"unitPathLeft\":-1}", "[[[["}) {
      assertThatThrownBy(() -> LeafProof.parse(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(IOException.class);
    }
  }
}
