package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.possession.Challenges.AuditedUnit;
import network.flashback.evm.possession.Challenges.Challenge;
import org.junit.jupiter.api.Test;

class ChallengesTest {
  private static final long PROVIDER = 7;

  /// The same constants stand in the test of the contract PossessionVerifier.
  @Test
  void areThoseOfTheContractsSharedVector() {
    List<AuditedUnit> units =
        List.of(unit(1, "280000000", 1000), unit(2, "100000001", 1), unit(3, "1ffffffff", 322));

    assertThat(Challenges.of(Keccak256.hash("shared vector"), PROVIDER, units, 5))
        .containsExactly(
            new Challenge(idOf(1), 512),
            new Challenge(idOf(2), 0),
            new Challenge(idOf(3), 267),
            new Challenge(idOf(2), 0),
            new Challenge(idOf(1), 806));
  }

  /// The same constants stand in the test of the contract PossessionVerifier.
  @Test
  void ofALongLineAreThoseOfTheContractsSharedVector() {
    List<AuditedUnit> line =
        LongStream.rangeClosed(1, 12)
            .mapToObj(i -> unit(i, "%x%08x".formatted(i, i), i % 3 == 0 ? 0 : 100 * i))
            .toList();

    assertThat(Challenges.of(Keccak256.hash("shared vector"), PROVIDER, line, 5))
        .containsExactly(
            new Challenge(idOf(8), 295),
            new Challenge(idOf(11), 399),
            new Challenge(idOf(8), 611),
            new Challenge(idOf(5), 442),
            new Challenge(idOf(5), 269));
  }

  @Test
  void passOverUnitsWithoutLeavesOrRate() {
    List<AuditedUnit> units = List.of(unit(1, "ff", 0), unit(2, "0", 9), unit(3, "1", 4));

    assertThat(Challenges.of(Keccak256.hash("seed"), PROVIDER, units, 20))
        .hasSize(20)
        .allSatisfy(challenge -> assertThat(challenge.agreementId()).isEqualTo(idOf(3)))
        .allSatisfy(challenge -> assertThat(challenge.index()).isBetween(0L, 3L));
  }

  @Test
  void areNoneWhenThereIsNothingToProve() {
    assertThat(Challenges.of(Bytes32.ZERO, PROVIDER, List.of(), 5)).isEmpty();
    assertThat(Challenges.of(Bytes32.ZERO, PROVIDER, List.of(unit(1, "1", 0)), 5)).isEmpty();
  }

  @Test
  void refuseNegativeRatesAndLeaves() {
    assertThatThrownBy(() -> unit(1, "-1", 4)).hasMessageContaining("Rate -1");
    assertThatThrownBy(() -> unit(1, "1", -4)).hasMessageContaining("leaves -4");
  }

  private static AuditedUnit unit(long index, String rate, long leaves) {
    return new AuditedUnit(idOf(index), new BigInteger(rate, 16), leaves);
  }

  // Provider 7, market 1.
  private static BigInteger idOf(long index) {
    return BigInteger.valueOf(PROVIDER)
        .shiftLeft(64)
        .or(BigInteger.ONE.shiftLeft(48))
        .or(BigInteger.valueOf(index));
  }
}
