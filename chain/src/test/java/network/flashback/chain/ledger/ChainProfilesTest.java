package network.flashback.chain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Bytes;
import network.flashback.evm.Wei;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same byte code runs under the rules of every fork from paris on, the newest included, and
/// fits every chain's limit.
final class ChainProfilesTest {
  private static final int CODE_BYTES_MAX = 24_576;
  private static final long SEED = 20_260;

  // PUSH0, PUSH0, RETURN: an instruction that paris lacks.
  private static final String PUSH0 = "0x5f5ff3";
  // PUSH1 0, TLOAD, PUSH1 0, PUSH1 0, RETURN: one that shanghai lacks too.
  private static final String TLOAD = "0x60005c60006000f3";
  // PUSH1 1, five zeros, the address of BLS12_G1ADD, GAS, STATICCALL: empty input fails where it
  // is, and succeeds where nobody is at home. Then the answer is returned.
  private static final String BLS_IS_MISSING = "0x6000600060006000600b5afa60005260206000f3";

  @ParameterizedTest
  @CsvSource({
    "paris, false, false, false",
    "cancun, true, true, false",
    "prague, true, true, true"
  })
  void agreementsAreOpenedConfirmedSettledAndEndedExactlyAsTheModelSays(
      String fork, boolean push0, boolean tload, boolean bls) throws Exception {
    try (var chain = new LedgerChain(Anvil.Options.FRESH.with("--hardfork", fork))) {
      var rules = chain.contracts.chain();
      assertThat(runs(rules, PUSH0)).as("PUSH0 under " + fork).isEqualTo(push0);
      assertThat(runs(rules, TLOAD)).as("TLOAD under " + fork).isEqualTo(tload);
      assertThat(blsIsThere(rules)).as("EIP-2537 under " + fork).isEqualTo(bls);

      requireSizes(chain.contracts);
      var test = new LedgerDifferentialTest();
      test.replay(chain, SEED);
      assertThat(test.done)
          .as("verbs that succeeded under %s, seed %s", fork, SEED)
          .containsKeys("open", "activate", "seed", "confirm", "rootPosted", "settle", "end");
    }
  }

  private static void requireSizes(Contracts contracts) {
    contracts
        .deployment()
        .contracts()
        .forEach(
            (name, deployed) ->
                assertThat(contracts.chain().code(deployed.address()).size())
                    .as("bytes of " + name)
                    .isBetween(1, CODE_BYTES_MAX - 1));
  }

  private static boolean runs(Chain chain, String code) {
    try {
      chain.call(creation(code), BlockTag.LATEST);
      return true;
    } catch (ChainException refused) {
      return false;
    }
  }

  private static boolean blsIsThere(Chain chain) {
    var answer = chain.call(creation(BLS_IS_MISSING), BlockTag.LATEST);
    return answer.at(answer.size() - 1) == 0;
  }

  private static Call creation(String code) {
    return new Call("Creation of a probe", Optional.empty(), Bytes.fromHex(code), Wei.ZERO);
  }
}
