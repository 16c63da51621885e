package network.flashback.chain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Abis;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import org.junit.jupiter.api.Test;

class VoucherClaimTest {
  private static final Log LOG =
      new Log(Address.ZERO, List.of(), Bytes.EMPTY, 1, Bytes32.ZERO, Bytes32.ZERO, 0);
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(80).subtract(BigInteger.ONE);

  /// The layout in the words of IOrchestrator.sol.
  @Test
  void eachWordOfABatchIsOneClaim() {
    var first = BigInteger.valueOf(0xaabb_ccdd_ee01L);
    var word =
        first
            .shiftLeft(192)
            .or(BigInteger.valueOf(1_000).shiftLeft(112))
            .or(BigInteger.valueOf(300).shiftLeft(32));
    var large = BigInteger.TWO.shiftLeft(192).or(MOST.shiftLeft(112)).or(MOST.shiftLeft(32));

    var claims =
        VoucherClaim.of(
            emitted(
                "VouchersClaimed",
                List.of("providerId", "market", "claims"),
                List.of(BigInteger.valueOf(7), BigInteger.valueOf(1_025), List.of(word, large))));

    assertThat(claims)
        .containsExactly(
            new VoucherClaim(id(first), BigInteger.valueOf(1_000), BigInteger.valueOf(300)),
            new VoucherClaim(id(BigInteger.TWO), MOST, MOST));
  }

  @Test
  void aVoucherClaimedAloneIsOneClaim() {
    var claims =
        VoucherClaim.of(
            emitted(
                "VoucherClaimed",
                List.of("agreementId", "cumulative", "paid"),
                List.of(id(BigInteger.ONE).value(), BigInteger.TEN, BigInteger.TWO)));

    assertThat(claims)
        .containsExactly(new VoucherClaim(id(BigInteger.ONE), BigInteger.TEN, BigInteger.TWO));
  }

  @Test
  void otherEventsClaimNothing() {
    assertThat(VoucherClaim.of(emitted("FeesSwept", List.of(), List.of()))).isEmpty();
  }

  private static AgreementId id(BigInteger index) {
    var pool = BigInteger.valueOf(7).shiftLeft(64).or(BigInteger.valueOf(1_025).shiftLeft(48));
    return new AgreementId(pool.or(index));
  }

  private static Emitted emitted(String event, List<String> names, List<Object> values) {
    return new Emitted(Abis.of("Orchestrator").event(event), new Values(names, values), LOG);
  }
}
