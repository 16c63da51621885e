package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SlaChangeCommandTest {
  private static final int CONSUMER = 1;
  private static final int NODE = 2;
  private static final long EPOCH_SECONDS = 86_400;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger STAKE = BigInteger.TEN.pow(13);

  /// 864 dollars a day.
  private static final BigInteger RATE = BigInteger.valueOf(10_000).shiftLeft(32);

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(EPOCH_SECONDS);

  private final DevelopmentKeys keys = chain.keys();
  private final Contracts contracts = chain.contracts();
  private final AgreementId agreement;
  @TempDir private Path folder;

  SlaChangeCommandTest() {
    agreement = running(contracts.chain().head().timestamp().getEpochSecond());
  }

  private static OfferTerms offer(long now) {
    return new OfferTerms(
        1,
        1,
        RATE.shiftLeft(10),
        BigInteger.ZERO,
        CAPACITY,
        1,
        1,
        1L << 30,
        0,
        0,
        Bytes32.ZERO,
        Bytes32.ZERO,
        now + 3_000,
        0,
        BigInteger.ONE);
  }

  private AgreementId running(long now) {
    var orchestrator = contracts.orchestrator();
    endow(NODE, contracts.stakes().contract().address());
    endow(CONSUMER, orchestrator.address());
    var node = keys.key(NODE).address();
    send(
        NODE,
        contracts
            .registry()
            .register(Registry.DIRECT, node, node, Bytes32.of(1), "https://node.example"));
    send(NODE, contracts.stakes().stake(1, dollar(), STAKE));
    var offer = offer(now);
    var offered = keys.key(NODE).sign(offer.typedData(orchestrator.domain())).toBytes();
    long endsAt = now + 5 * EPOCH_SECONDS;
    var deposit = BigInteger.valueOf(10_000 * 5 * EPOCH_SECONDS);
    var hash = offer.hash(orchestrator.domain());
    var leg = new LegTerms(1, hash, CAPACITY, RATE, deposit, BigInteger.ZERO, BigInteger.ZERO);
    var terms =
        new SlaTerms(
            keys.key(CONSUMER).address(),
            1,
            1,
            1,
            now + 3_000,
            endsAt,
            RATE,
            0,
            BigInteger.ZERO,
            List.of(),
            List.of(leg),
            Bytes32.ZERO,
            BigInteger.ONE);
    send(CONSUMER, orchestrator.open(terms, List.of(new SignedOffer(offer, offered))));
    var id = contracts.lens().sla(terms.hash(orchestrator.domain())).agreements().getFirst().id();
    var revision = new Revision(id, Bytes32.ZERO, 0, 1, TreeHash.STANDARD);
    var data = revision.typedData(contracts.possession().domain());
    send(
        NODE,
        contracts
            .possession()
            .commit(
                revision,
                keys.key(CONSUMER).sign(data).toBytes(),
                keys.key(NODE).sign(data).toBytes()));
    return id;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "consumer", CONSUMER);
    chain.keystore(folder, "node", NODE);
    chain.keystore(folder, "other", 4);
  }

  @Test
  void oneSideNamesARateAndTheOtherSendsIt() {
    assertThat(run("consumer", "--agreement", agreement.toString(), "--per-day", "432"))
        .as(chain.err())
        .isZero();
    assertThat(chain.out()).contains("pays 432.000000 ").contains(" instead of 864.000000");
    assertThat(run("node")).isEqualTo(1);
    assertThat(chain.err()).contains("432.000000").contains("Repeat the command with --yes");
    assertThat(contracts.orchestrator().rateChange(agreement).number()).isZero();

    assertThat(run("node", "--yes")).as(chain.err()).isZero();

    assertThat(chain.out()).contains("it is noted");
    var newest = contracts.orchestrator().rateChange(agreement);
    assertThat(newest.waits()).isTrue();
    assertThat(newest.rate()).isEqualTo(RATE.shiftRight(1));
    assertThat(run("node")).as(chain.err()).isZero();
    assertThat(chain.out()).contains("the audits draw by the new rate");
  }

  @Test
  void theProviderMayBeginAndALaterEpochIsFollowedInTime() {
    var words = new String[] {"--agreement", agreement.toString(), "--per-day", "1", "--from", "3"};
    assertThat(run("node", words)).as(chain.err()).isZero();
    assertThat(run("consumer", "--yes")).as(chain.err()).isZero();
    assertThat(run("consumer")).isZero();
    assertThat(chain.out()).contains("run this again in epoch 2");
  }

  @Test
  void whoIsNeitherSideSignsNothing() {
    assertThat(run("other", "--agreement", agreement.toString(), "--per-day", "1")).isEqualTo(1);
    assertThat(chain.err()).contains("is signed by its consumer").contains("node key");
    assertThat(Files.exists(file())).isFalse();
  }

  @Test
  void aFileThatIsNoChangeIsRefusedWithAReason() throws IOException {
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(chain.err()).contains("Name the agreement");
    Files.writeString(file(), "{\"agreement\":\"x\"}");
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(chain.err()).contains("is no change of a rate").contains("no agreement id");
    Files.writeString(file(), " ".repeat(70_000));
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(chain.err()).contains("larger than any change");
  }

  private Path file() {
    return folder.resolve("change.json");
  }

  private void endow(int key, Address spender) {
    var token = contracts.token(dollar());
    send(0, token.mint(keys.key(key).address(), STAKE));
    send(key, token.approve(spender, STAKE));
  }

  private Address dollar() {
    return contracts.deployment().address("TestDollar");
  }

  private void send(int key, Call call) {
    chain.send(key, call);
  }

  private int run(String wallet, String... words) {
    var all = new ArrayList<>(List.of("sla", "change", file().toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--key", folder.resolve(wallet).resolve("keystore.json").toString()));
    return chain.run(folder, all);
  }
}
