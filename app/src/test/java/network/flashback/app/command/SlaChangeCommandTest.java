package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlaChangeCommandTest {
  private static final int CONSUMER = 1;
  private static final int NODE = 2;
  private static final long EPOCH_SECONDS = 86_400;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger STAKE = BigInteger.TEN.pow(13);

  /// 864 dollars a day.
  private static final BigInteger RATE = BigInteger.valueOf(10_000).shiftLeft(32);

  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final Contracts contracts;
  private final AgreementId agreement;

  SlaChangeCommandTest() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long now = chain.head().timestamp().getEpochSecond();
    var plan =
        DeploymentPlan.development(
            now, EPOCH_SECONDS, List.of(FakeDrand.publicKeyWords()), now, keys.key(0).address());
    contracts =
        Contracts.connect(chain, new ContractDeployer(chain, sender(chain, 0)).deploy(plan));
    agreement = running(now);
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
    contracts.deployment().write(folder.resolve("deployment.json"));
    keystore("consumer", CONSUMER);
    keystore("node", NODE);
    keystore("other", 4);
  }

  @AfterEach
  void stop() {
    rpc.close();
    anvil.close();
  }

  @Test
  void oneSideNamesARateAndTheOtherSendsIt() {
    assertThat(run("consumer", "--agreement", agreement.toString(), "--per-day", "432"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("pays 432.000000 ").contains(" instead of 864.000000");
    assertThat(run("node")).isEqualTo(1);
    assertThat(err.toString()).contains("432.000000").contains("Repeat the command with --yes");
    assertThat(contracts.orchestrator().rateChange(agreement).number()).isZero();

    assertThat(run("node", "--yes")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("it is noted");
    var newest = contracts.orchestrator().rateChange(agreement);
    assertThat(newest.waits()).isTrue();
    assertThat(newest.rate()).isEqualTo(RATE.shiftRight(1));
    assertThat(run("node")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("the audits draw by the new rate");
  }

  @Test
  void theProviderMayBeginAndALaterEpochIsFollowedInTime() {
    var words = new String[] {"--agreement", agreement.toString(), "--per-day", "1", "--from", "3"};
    assertThat(run("node", words)).as(err.toString()).isZero();
    assertThat(run("consumer", "--yes")).as(err.toString()).isZero();
    assertThat(run("consumer")).isZero();
    assertThat(out.toString()).contains("run this again in epoch 2");
  }

  @Test
  void theConsumerGivesAMandateAndTheProviderRenewsUnderIt() {
    var words =
        new String[] {"--agreement", agreement.toString(), "--until", "9", "--budget", "4000"};
    assertThat(mandate("consumer", words)).isEqualTo(0);
    assertThat(out.toString()).contains("may go on to epoch 9").contains("up to 864.000000");
    assertThat(sla("renew", "mandate.json", "consumer")).isEqualTo(1);
    assertThat(err.toString()).contains("is signed by the node key of provider 1");
    var end = contracts.orchestrator().agreement(agreement).endEpoch();
    var money = contracts.token(dollar()).balanceOf(keys.key(CONSUMER).address());

    assertThat(sla("renew", "mandate.json", "node", "--epochs", "2")).as(err.toString()).isZero();

    assertThat(contracts.orchestrator().agreement(agreement).endEpoch()).isEqualTo(end + 2);
    assertThat(contracts.token(dollar()).balanceOf(keys.key(CONSUMER).address())).isLessThan(money);
    assertThat(out.toString()).contains("goes on to epoch " + (end + 2));
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "90")).isEqualTo(1);
    assertThat(err.toString()).contains("Name fewer with --epochs");

    assertThat(mandate("consumer", "--agreement", agreement.toString(), "--revoke")).isZero();
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("MandateRevoked");
  }

  @Test
  void anotherPayerSignsTheSameMandate() {
    var other = keys.key(4).address();
    var words =
        new String[] {
          "--agreement",
          agreement.toString(),
          "--until",
          "9",
          "--budget",
          "4000",
          "--payer",
          other.toString()
        };
    assertThat(mandate("consumer", words)).isZero();
    assertThat(out.toString()).contains("the other side runs the same command");
    assertThat(sla("renew", "mandate.json", "node")).isEqualTo(1);
    assertThat(err.toString()).contains("MandateSignatureInvalid");
    send(0, contracts.token(dollar()).mint(other, STAKE));

    assertThat(mandate("other", "--approve")).as(err.toString()).isZero();
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "1")).as(err.toString()).isZero();

    assertThat(contracts.token(dollar()).balanceOf(other)).isLessThan(STAKE);
  }

  @Test
  void aMandateThatSaysTooLittleIsRefusedWithAReason() throws IOException {
    assertThat(mandate("consumer", "--agreement", agreement.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--until and --budget");
    var early = new String[] {"--agreement", agreement.toString(), "--until", "1", "--budget", "1"};
    assertThat(mandate("consumer", early)).isEqualTo(1);
    assertThat(err.toString()).contains("Name a later one with --until");
    assertThat(mandate("consumer", "--revoke")).isEqualTo(1);
    assertThat(err.toString()).contains("Name the agreement with --agreement");
    Files.writeString(folder.resolve("mandate.json"), "{\"agreement\":\"1\"}");
    assertThat(sla("renew", "mandate.json", "node")).isEqualTo(1);
    assertThat(err.toString()).contains("is no mandate");
  }

  @Test
  void whoIsNeitherSideSignsNothing() {
    assertThat(run("other", "--agreement", agreement.toString(), "--per-day", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("is signed by its consumer").contains("node key");
    assertThat(Files.exists(file())).isFalse();
  }

  @Test
  void aFileThatIsNoChangeIsRefusedWithAReason() throws IOException {
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(err.toString()).contains("Name the agreement");
    Files.writeString(file(), "{\"agreement\":\"x\"}");
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(err.toString()).contains("is no change of a rate").contains("no agreement id");
    Files.writeString(file(), " ".repeat(70_000));
    assertThat(run("consumer")).isEqualTo(1);
    assertThat(err.toString()).contains("larger than any change");
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
    sender(contracts.chain(), key).send(call);
  }

  private TransactionSender sender(Chain chain, int key) {
    return new TransactionSender(
        chain, keys.key(key), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }

  private void keystore(String wallet, int key) throws IOException {
    var random = new SecureRandom();
    var directory = Files.createDirectory(folder.resolve(wallet));
    var passphrase = Passphrase.createKeyFile(directory.resolve("key.pass"), random);
    Keystore.write(
        directory.resolve("keystore.json"), keys.key(key), passphrase, ScryptCost.LIGHT, random);
  }

  private int mandate(String wallet, String... words) {
    return sla("mandate", "mandate.json", wallet, words);
  }

  private int run(String wallet, String... words) {
    return sla("change", "change.json", wallet, words);
  }

  private int sla(String command, String name, String wallet, String... words) {
    var all = new ArrayList<>(List.of("sla", command, folder.resolve(name).toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--key", folder.resolve(wallet).resolve("keystore.json").toString()));
    all.addAll(List.of("--rpc", anvil.rpc().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
