package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  @TempDir private Path folder;

  @BeforeEach
  void registerTwo() throws IOException {
    chain.writeDeployment(folder);
    for (int key = 3; key <= 4; key++) {
      var wallet = chain.keys().key(key).address();
      chain.send(
          key,
          chain
              .contracts()
              .registry()
              .register(Registry.DIRECT, wallet, wallet, Bytes32.of(1), "http://node-" + key));
    }
  }

  @Test
  void aListThatIsTheRegisterAgreesAndEveryOtherIsNamed() throws IOException {
    assertThat(run("register", "--json")).as(chain.err()).isZero();
    var register = chain.out();
    assertThat(register).contains("\"endpoint\":\"http://node-3\"").contains("\"id\":2");
    assertThat(run("register", "--against", file(register))).isZero();
    assertThat(chain.out()).contains("The platform lists what the chain says.");

    var forged = register.replace("http://node-4", "http://elsewhere");
    assertThat(run("register", "--against", file(forged))).isEqualTo(1);
    assertThat(chain.out())
        .contains(
            "DIFFERS: member 2.endpoint: the platform says \"http://elsewhere\", the chain"
                + " \"http://node-4\".")
        .contains("The platform does NOT list what the chain says.");
    assertThat(run("register", "--against", file("{\"providers\":[]}"))).isEqualTo(1);
    assertThat(chain.out()).contains("member 1: the platform does not list it.");
  }

  @Test
  void whoHasNoRecordHasFiftyPointsWhateverAPlatformSays() throws IOException {
    assertThat(run("reputation", "1", "--json")).as(chain.err()).isZero();
    var reputation = chain.out();
    assertThat(reputation).contains("\"points\":50").contains("\"listings\":[]");
    assertThat(run("reputation", "1", "--against", file(reputation))).isZero();
    assertThat(chain.out()).contains("The platform shows the same.");
    var praised = reputation.replace("\"points\":50", "\"points\":99");
    assertThat(run("reputation", "1", "--against", file(praised))).isEqualTo(1);
    assertThat(chain.out()).contains("DIFFERS: points: the platform says 99, the chain 50.");
  }

  @Test
  void whatCannotBeComparedIsRefusedWithAReason() throws IOException {
    assertThat(run("reputation", "9")).isEqualTo(1);
    assertThat(chain.err()).contains("The register has no member 9");
    assertThat(run("register", "--against", folder.resolve("absent").toString())).isEqualTo(1);
    assertThat(chain.err()).contains("There is no readable file");
    assertThat(run("register", "--against", file("no JSON"))).isEqualTo(1);
    assertThat(chain.err()).contains("is no JSON");
    assertThat(run("reputation", "1", "--against", file("{\"id\":1}"))).isEqualTo(1);
    assertThat(chain.err()).contains("shows no reputation of provider 1 yet");
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("claim.json"), content).toString();
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(words));
    return chain.run(folder, all);
  }
}
