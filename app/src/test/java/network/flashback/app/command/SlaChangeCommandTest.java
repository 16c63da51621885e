package network.flashback.app.command;

import static network.flashback.app.command.OneAgreement.CONSUMER;
import static network.flashback.app.command.OneAgreement.NODE;
import static network.flashback.app.command.OneAgreement.RATE;
import static network.flashback.app.command.OneAgreement.STAKE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.keystore.DevelopmentKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SlaChangeCommandTest {
  private static final long EPOCH_SECONDS = 86_400;

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(EPOCH_SECONDS);

  private final DevelopmentKeys keys = chain.keys();
  private final Contracts contracts = chain.contracts();
  private final AgreementId agreement = OneAgreement.on(chain, EPOCH_SECONDS);
  @TempDir private Path folder;

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
  void theConsumerGivesAMandateAndTheProviderRenewsUnderIt() {
    var words =
        new String[] {"--agreement", agreement.toString(), "--until", "9", "--budget", "4000"};
    assertThat(mandate("consumer", words)).isEqualTo(0);
    assertThat(chain.out()).contains("may go on to epoch 9").contains("up to 864.000000");
    assertThat(sla("renew", "mandate.json", "consumer")).isEqualTo(1);
    assertThat(chain.err()).contains("is signed by the node key of provider 1");
    var end = contracts.orchestrator().agreement(agreement).endEpoch();
    var money = contracts.token(dollar()).balanceOf(keys.key(CONSUMER).address());

    assertThat(sla("renew", "mandate.json", "node", "--epochs", "2")).as(chain.err()).isZero();

    assertThat(contracts.orchestrator().agreement(agreement).endEpoch()).isEqualTo(end + 2);
    assertThat(contracts.token(dollar()).balanceOf(keys.key(CONSUMER).address())).isLessThan(money);
    assertThat(chain.out()).contains("goes on to epoch " + (end + 2));
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "90")).isEqualTo(1);
    assertThat(chain.err()).contains("Name fewer with --epochs");

    assertThat(mandate("consumer", "--agreement", agreement.toString(), "--revoke")).isZero();
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "1")).isEqualTo(1);
    assertThat(chain.err()).contains("MandateRevoked");
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
    assertThat(chain.out()).contains("the other side runs the same command");
    assertThat(sla("renew", "mandate.json", "node")).isEqualTo(1);
    assertThat(chain.err()).contains("MandateSignatureInvalid");
    send(0, contracts.token(dollar()).mint(other, STAKE));

    assertThat(mandate("other", "--approve")).as(chain.err()).isZero();
    assertThat(sla("renew", "mandate.json", "node", "--epochs", "1")).as(chain.err()).isZero();

    assertThat(contracts.token(dollar()).balanceOf(other)).isLessThan(STAKE);
  }

  @Test
  void aMandateThatSaysTooLittleIsRefusedWithAReason() throws IOException {
    assertThat(mandate("consumer", "--agreement", agreement.toString())).isEqualTo(1);
    assertThat(chain.err()).contains("--until and --budget");
    var early = new String[] {"--agreement", agreement.toString(), "--until", "1", "--budget", "1"};
    assertThat(mandate("consumer", early)).isEqualTo(1);
    assertThat(chain.err()).contains("Name a later one with --until");
    assertThat(mandate("consumer", "--revoke")).isEqualTo(1);
    assertThat(chain.err()).contains("Name the agreement with --agreement");
    Files.writeString(folder.resolve("mandate.json"), "{\"agreement\":\"1\"}");
    assertThat(sla("renew", "mandate.json", "node")).isEqualTo(1);
    assertThat(chain.err()).contains("is no mandate");
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

  private Address dollar() {
    return contracts.deployment().address("TestDollar");
  }

  private void send(int key, Call call) {
    chain.send(key, call);
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
    return chain.run(folder, all);
  }
}
