package network.flashback.node.duty;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.FakeChain;
import network.flashback.node.Tally;
import network.flashback.node.store.Cosigned;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collecting pay while gas costs more than the operator lets it cost. An epoch has 30 seconds.
class DearGasTest {
  private static final long GENESIS = 1_000_000;
  private static final Signature SIGNATURE = PrivateKey.of(Bytes32.of(42)).sign(Bytes32.of(1));

  @TempDir Path disk;

  private final FakeChain chain = new FakeChain();
  private PieceStore store;
  private Earnings earnings;

  @BeforeEach
  void start() throws IOException {
    store = PieceStore.open(disk, 1 << 30, 0);
    earnings =
        new Earnings(
            chain,
            store,
            PROVIDER,
            1,
            BigInteger.valueOf(100),
            Duration.ofDays(7),
            new Tally(List.of(disk), () -> Instant.ofEpochSecond(GENESIS)),
            () -> Instant.ofEpochSecond(GENESIS));
    chain.commits.put(1L, revision());
    chain.gasIsDear = true;
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  @Test
  void whatIsEarnedIsWithdrawnOnceGasIsCheapAgain() {
    chain.earnings = BigInteger.valueOf(500);
    second(1);
    second(200);
    assertThat(chain.sent).isEmpty();
    assertThat(earnings.gasIsDear()).isTrue();
    assertThat(earnings.waiting()).isEqualTo(BigInteger.valueOf(500));
    chain.gasIsDear = false;
    second(201);
    assertThat(chain.sent).containsExactly("withdraw 500");
  }

  @Test
  void aVoucherWaitsToTheEndOfTheEpochAndNoLonger() throws Exception {
    pay(150);
    second(1);
    second(29);
    assertThat(chain.claims).isEmpty();
    second(31);
    assertThat(chain.sent).containsExactly("claim 150");
  }

  @Test
  void whatWouldBeLostWithItsAgreementDoesNotWait() throws Exception {
    pay(50);
    chain.endEpoch = 1;
    second(1);
    assertThat(chain.sent).containsExactly("claim 50");
  }

  @Test
  void aSettlementThatWaitedIsMadeOnceGasIsCheapAgain() {
    for (long epoch = 1; epoch <= 4; epoch++) {
      chain.audits.put(epoch, List.of());
    }
    second(31);
    chain.finalEpoch = OptionalLong.of(4);
    second(171);
    assertThat(chain.sent).isEmpty();
    chain.gasIsDear = false;
    second(172);
    assertThat(chain.sent).contains("settle");
  }

  private void second(long second) {
    chain.at(GENESIS + second);
    earnings.run(GENESIS + second);
  }

  private void pay(long cumulative) throws IOException {
    store.paid(AGREEMENT, new PaidVoucher(BigInteger.valueOf(cumulative), cumulative, SIGNATURE));
  }

  private Cosigned revision() throws IOException {
    var unit = store.summary(AGREEMENT);
    store.cosign(
        new Revision(AGREEMENT, unit.root(), unit.leaves(), 1, TreeHash.STANDARD),
        SIGNATURE,
        _ -> SIGNATURE);
    return store.newestRevision(AGREEMENT).orElseThrow();
  }
}
