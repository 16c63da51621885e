package network.flashback.app.command;

import static network.flashback.app.command.OneAgreement.CONSUMER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.contract.AgreementId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Which chain a command asks, and what it says where there is none.
class ChainOptionsTest {
  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(3_600);

  @TempDir private Path folder;

  @Test
  void withoutAnAddressTheNetworkOnThisMachineIsAsked() throws IOException {
    var network = chain.network(folder).toString();

    assertThat(run("guardian", "show", "--data", network)).as(chain.err()).isZero();
    assertThat(chain.out()).contains("none: a vote names one");
    assertThat(run("service", "list", "--data", network)).as(chain.err()).isZero();
  }

  @Test
  void aWellKnownWalletOfTheDevelopmentChainSendsWithoutAKeystore() throws IOException {
    var agreement = OneAgreement.on(chain, 3_600).toString();
    var network = chain.network(folder).toString();

    var words =
        List.of("agreement", "notice", agreement, "--data", network, "--as", "second_consumer");
    assertThat(chain.execute(words)).isEqualTo(1);
    assertThat(run("agreement", "notice", agreement, "--data", network, "--as", "consumer"))
        .as(chain.err())
        .isZero();
    assertThat(chain.keys().key(CONSUMER).address())
        .isEqualTo(
            chain.contracts().orchestrator().agreement(AgreementId.parse(agreement)).consumer());
  }

  @Test
  void withoutAnyWalletBothWaysToNameOneAreTold() throws IOException {
    var network = chain.network(folder).toString();

    assertThat(run("guardian", "resume", "--data", network)).isEqualTo(1);
    assertThat(chain.err()).contains("--key").contains("--as consumer");
    var both = List.of("--key", "none.json", "--as", "consumer");
    var words = new ArrayList<>(List.of("guardian", "resume", "--data", network));
    words.addAll(both);
    assertThat(chain.execute(words)).isEqualTo(1);
    assertThat(chain.err()).contains("--key and --as both name a wallet");
  }

  @Test
  void whereNoNetworkIsTheWaysToHaveOneAreTold() {
    assertThat(run("service", "list", "--data", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(chain.err())
        .contains("There is no network in " + folder.resolve("none"))
        .contains("./flashback up --background")
        .contains("--rpc and --deployment");
    assertThat(run("offers", "list", "--data", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(chain.err()).contains("whose platform could be asked").contains("--platform");
  }

  @Test
  void numbersThatTheChainDoesNotKnowAreSaidToBeUnknown() throws IOException {
    var network = chain.network(folder).toString();
    var sla = "0x" + "0".repeat(63) + "7";

    for (var words :
        List.of(
            List.of("agreement", "show", "77"),
            List.of("agreement", "settle", "77", "--as", "consumer"),
            List.of("agreement", "notice", "77", "--as", "consumer"),
            List.of("agreement", "end", "77", "--as", "consumer"),
            List.of("challenge", "show", "77"),
            List.of("provider", "fault", "77", "--as", "node_1"),
            List.of("provider", "show", "77"),
            List.of("dispute", "show", "77"),
            List.of("service", "show", "77"),
            List.of("sla", "show", sla),
            List.of("sla", "end", sla))) {
      var all = new ArrayList<>(words);
      all.addAll(List.of("--data", network));
      int before = chain.err().length();
      assertThat(chain.execute(all)).as("%s", words).isEqualTo(1);
      assertThat(chain.err().substring(before))
          .as("%s", words)
          .startsWith("flashback: There is no ");
    }
    assertThat(run("service", "list", "--data", network)).isZero();
    assertThat(chain.out()).contains("no service was hired so");
  }

  @Test
  void aNetworkThatIsStoppedIsToldApartFromNone() throws IOException {
    chain.writeDeployment(folder);
    Files.writeString(
        folder.resolve(NetworkPlan.PLAN_FILE),
        "base.port=" + (portOfNobody() - Member.ANVIL.portOffset()));

    assertThat(run("dispute", "list", "--data", folder.toString())).isEqualTo(1);
    assertThat(chain.err())
        .contains("The network in " + folder + " does not run")
        .contains("./flashback up --background --data " + folder);
  }

  @Test
  void aChainWithoutItsContractsIsRefusedAndContractsWithoutTheirChainToo() throws IOException {
    chain.writeDeployment(folder);
    assertThat(run("dispute", "list", "--rpc", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(chain.err()).contains("Add --deployment FILE");
    var file = folder.resolve("deployment.json").toString();
    assertThat(run("dispute", "list", "--deployment", file)).isEqualTo(1);
    assertThat(chain.err()).contains("Add --rpc URL");
  }

  @Test
  void aWalletWhoseKeyEverybodyKnowsIsRefusedOnAnyOtherChain() throws IOException {
    chain.writeDeployment(folder);
    var file = folder.resolve("deployment.json");
    Files.writeString(file, Files.readString(file).replace("31337", "1"));
    var node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", this::answerAsChainOne);
    node.start();
    try {
      var address = "http://127.0.0.1:" + node.getAddress().getPort();
      var words = List.of("guardian", "resume", "--rpc", address, "--as", "deployer");
      var all = new ArrayList<>(words);
      all.addAll(List.of("--deployment", file.toString()));

      assertThat(chain.execute(all)).isEqualTo(1);
      assertThat(chain.err())
          .contains("--as names a wallet whose key everybody knows, and this is chain 1");
    } finally {
      node.stop(0);
    }
  }

  /// As the chain of this test, but for its number.
  private void answerAsChainOne(HttpExchange exchange) throws IOException {
    var json = new ObjectMapper();
    var asked = json.readTree(exchange.getRequestBody());
    var method = asked.path("method").asText();
    var answer = json.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", asked.path("id"));
    if (method.equals("eth_chainId")) {
      answer.put("result", "0x1");
    } else {
      var parameters = json.convertValue(asked.path("params"), Object[].class);
      answer.set("result", chain.rpc().call(method, parameters));
    }
    var bytes = json.writeValueAsBytes(answer);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void noCommandButDeployDemandsAnAddressOfAChain() {
    for (var command : CommandManual.commands()) {
      var spec = command.getCommandSpec();
      var rpc = spec.findOption("--rpc");
      if (rpc != null && !spec.name().equals("deploy")) {
        assertThat(rpc.required()).as(spec.qualifiedName()).isFalse();
        assertThat(spec.findOption("--deployment").required()).as(spec.qualifiedName()).isFalse();
      }
    }
  }

  private static int portOfNobody() throws IOException {
    try (var closedAgain = new ServerSocket(0)) {
      return closedAgain.getLocalPort();
    }
  }

  private int run(String... words) {
    return chain.execute(Arrays.asList(words));
  }
}
