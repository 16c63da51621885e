package network.flashback.chain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;

class PossessionTermsTest {
  private static final String LEAF = "a1".repeat(256);
  private static final String B2 = "b2".repeat(32);
  private static final String C3 = "c3".repeat(32);
  private static final String D4 = "d4".repeat(32);

  /// The layout in the words of IPossessionVerifier.sol.
  @Test
  void packsProofsOneAfterAnother() {
    var inLargeUnit =
        terms(List.of(B2, C3), 3, 2, List.of(D4, B2, C3), List.of(1L, 0x8877665544L, 3L), 0b101);
    var alone = terms(List.of(), 1, 0, List.of(), List.of(), 0);

    assertThat(PossessionTerms.pack(List.of(inLargeUnit, alone)))
        .isEqualTo(
            Bytes.fromHex(
                "0x"
                    + ("02" + "03" + "0000000002" + "0000000003" + "0000000005" + LEAF + B2 + C3)
                    + (D4 + "0000000001" + B2 + "8877665544" + C3 + "0000000003")
                    + ("00" + "00" + "0000000000" + "0000000001" + "0000000000" + LEAF)));
    assertThat(PossessionTerms.pack(List.of())).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void aByteThatNoProofBeginsWithAdmitsThatThereIsNone() {
    var alone = terms(List.of(), 1, 0, List.of(), List.of(), 0);
    assertThat(
            AuditAnswer.pack(
                List.of(
                    new AuditAnswer.Admitted(),
                    new AuditAnswer.Shown(alone),
                    new AuditAnswer.Admitted())))
        .isEqualTo(
            Bytes.concat(
                new byte[] {-1}, PossessionTerms.pack(List.of(alone)).toArray(), new byte[] {-1}));
  }

  @Test
  void refusesWhatDoesNotFitTheLayout() {
    assertThatThrownBy(() -> terms(List.of(), 1L << 40, 0, List.of(), List.of(), 0))
        .hasMessageContaining("2^40");
    assertThatThrownBy(() -> terms(List.of(), 1, 0, List.of(B2), List.of(), 0))
        .hasMessageContaining("as many counts");
    assertThatThrownBy(() -> terms(List.of(), 1, 0, List.of(B2), List.of(1L), 2))
        .hasMessageContaining("sides 10");
    assertThatThrownBy(() -> terms(Collections.nCopies(41, B2), 1, 0, List.of(), List.of(), 0))
        .hasMessageContaining("at most 40");
    assertThatThrownBy(
            () ->
                new PossessionTerms(
                    Bytes.EMPTY, List.of(), 1, 0, List.of(), List.of(), BigInteger.ZERO))
        .hasMessageContaining("256");
  }

  private static PossessionTerms terms(
      List<String> piecePath,
      long pieceLeaves,
      long pieceIndex,
      List<String> unitPath,
      List<Long> unitPathLeaves,
      long unitPathLeft) {
    return new PossessionTerms(
        Bytes.fromHex("0x" + LEAF),
        words(piecePath),
        pieceLeaves,
        pieceIndex,
        words(unitPath),
        unitPathLeaves,
        BigInteger.valueOf(unitPathLeft));
  }

  private static List<Bytes32> words(List<String> hex) {
    return hex.stream().map(word -> Bytes32.fromHex("0x" + word)).toList();
  }
}
