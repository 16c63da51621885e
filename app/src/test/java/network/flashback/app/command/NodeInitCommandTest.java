package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.NodeDisks;
import network.flashback.app.config.Role;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.node.store.DiskFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A provider's first hour, on the contracts: from an empty folder to a node that could start.
class NodeInitCommandTest {
  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  @TempDir private Path folder;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    chain.writeDeployment(folder);
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @Test
  void aNodeIsSetUpRegisteredStakedAndFoundInOrder() throws IOException {
    assertThat(init("--owner", keystoreOf(3))).as(chain.err() + chain.out()).isZero();
    assertThat(chain.out())
        .contains("ok       chain")
        .contains("ok       contracts")
        .contains("ok       clock")
        .contains("a synced write of 4 KiB takes")
        .contains("ok       port")
        .contains("the node key is not registered yet")
        .contains("has no coins for gas")
        .contains("provider register --kind DIRECT --payout " + chain.keys().key(3).address());

    var config = Configuration.read(node("node.properties"), Role.NODE);
    assertThat(config.text(ConfigurationKey.NODE_PRICE_GIB_MONTH)).isEqualTo("4000");
    assertThat(config.text(ConfigurationKey.NODE_CAPACITY_BYTES)).isEqualTo("67108864");
    for (var secret : List.of("node.json", "node.pass")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node(secret))))
          .as(secret)
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(node("profile.json"))).contains("A shed in Kassel");

    runPrinted("provider register");
    assertThat(chain.contracts().registry().statusOf(1)).isEqualTo(Status.ACTIVE);
    assertThat(check()).isZero();
    assertThat(chain.out()).contains("provider 1, active, not listed");
    var dollar = chain.contracts().token(chain.contracts().deployment().address("TestDollar"));
    chain.send(0, dollar.mint(chain.keys().key(3).address(), BigInteger.TEN.pow(12)));
    assertThat(init("--force", "--owner", folder.resolve("mine/keystore.json").toString()))
        .as("what is missing is told with the owner's keystore: " + chain.err())
        .isZero();
    runPrinted("provider stake");
    assertThat(chain.contracts().registry().isListed(1)).isTrue();
    assertThat(check()).isZero();
    assertThat(chain.out()).contains("provider 1, active and listed");
  }

  @Test
  void aSecondRunChangesNothingWithoutForceAndKeysStayWithIt() throws IOException {
    assertThat(init()).as(chain.err()).isZero();
    var keystore = Files.readString(node("node.json"));
    var owner = Files.readString(node("owner.json"));
    var before = Files.readString(node("node.properties"));

    assertThat(init("--region", "us-east")).isZero();
    assertThat(chain.out()).contains("nothing was changed").contains("node.region = eu-de");
    assertThat(Files.readString(node("node.properties"))).isEqualTo(before);

    assertThat(init("--region", "us-east", "--force")).as(chain.err()).isZero();
    assertThat(
            Configuration.read(node("node.properties"), Role.NODE)
                .text(ConfigurationKey.NODE_REGION))
        .isEqualTo("us-east");
    assertThat(Files.readString(node("node.json"))).isEqualTo(keystore);
    assertThat(Files.readString(node("owner.json"))).isEqualTo(owner);
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() throws IOException {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(init()).isEqualTo(1);
      assertThat(chain.out()).contains("refused  port").contains("choose another --port");
      assertThat(taken.isBound()).isTrue();
    }
    assertThat(init("--capacity", "3000 PiB")).isEqualTo(1);
    assertThat(chain.out()).contains("refused  disk");
    assertThat(init("--price", "cheap")).isEqualTo(1);
    assertThat(chain.err()).contains("--price: \"cheap\" is no price");
    assertThat(init("--clock-skew", "-100000000")).isEqualTo(1);
    assertThat(chain.out()).contains("refused  clock");
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactly("deployment.json");
    }
  }

  @Test
  void anInterruptedRunLeavesNoNodeAndTheNextOneTakesNothingFromIt() throws IOException {
    var draft = Files.createDirectories(folder.resolve(".node.flashback-init"));
    Files.writeString(draft.resolve("node.pass"), "half");
    assertThat(init()).as(chain.err()).isZero();
    assertThat(draft).doesNotExist();
    assertThat(Files.readString(node("node.pass"))).doesNotContain("half");
  }

  @Test
  void anotherChainsContractsAreRefused() throws IOException {
    var deployment = folder.resolve("deployment.json");
    var json = Files.readString(deployment);
    Files.writeString(
        deployment, json.replaceFirst("\"codeHash\" : \"0x..", "\"codeHash\" : \"0x00"));
    assertThat(init()).isEqualTo(1);
    assertThat(chain.out()).contains("refused  contracts").contains("other code");
  }

  @Test
  void whatAProgramReadsIsJson() throws IOException {
    assertThat(init("--json")).as(chain.err()).isZero();
    var report = json(chain.out());
    assertThat(report.path("ready").asBoolean()).isTrue();
    assertThat(report.path("findings").findValuesAsText("subject"))
        .containsSequence("chain", "contracts", "clock", "beacon", "disk", "port", "endpoint");
    assertThat(report.path("next").get(0).asText()).contains("provider register");
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private Path node(String file) {
    return folder.resolve("node").resolve(file);
  }

  @Test
  void aNodeOfTwoDisksIsSetUpWithOneSizeForEach() throws IOException {
    var disks = folder.resolve("a") + ", " + folder.resolve("b");
    var owner = keystoreOf(3);
    assertThat(init("--owner", owner, "--disk", disks)).isEqualTo(1);
    assertThat(chain.err()).contains("2 folders and 1 sizes");
    assertThat(init("--owner", owner, "--disk", disks, "--capacity", "64MiB, 32MiB"))
        .as(chain.err() + chain.out())
        .isZero();
    assertThat(chain.out()).contains("are on one file system");

    var config = Configuration.read(node("node.properties"), Role.NODE);
    assertThat(NodeDisks.of(config))
        .containsExactly(
            new DiskFolder(folder.resolve("a"), 64 << 20),
            new DiskFolder(folder.resolve("b"), 32 << 20));
    assertThat(check()).as("asks no less of the second one").isZero();

    var written = Files.readString(node("node.properties"));
    Files.writeString(node("node.properties"), written.replace("67108864, 33554432", "67108864"));
    assertThatThrownBy(() -> NodeDisks.of(Configuration.read(node("node.properties"), Role.NODE)))
        .hasMessageContaining("names 2 folders")
        .hasMessageContaining("one number for each folder");
    Files.writeString(
        node("node.properties"),
        written.replace(folder.resolve("b").toString(), folder.resolve("a").toString()));
    assertThatThrownBy(() -> NodeDisks.of(Configuration.read(node("node.properties"), Role.NODE)))
        .hasMessageContaining("twice");
  }

  private String keystoreOf(int key) throws IOException {
    chain.keystore(folder, "mine", key);
    return folder.resolve("mine/keystore.json").toString();
  }

  private int init(String... more) {
    var words =
        new ArrayList<>(
            List.of(
                "node",
                "init",
                "--defaults",
                "--folder",
                folder.resolve("node").toString(),
                "--beacon",
                "http://127.0.0.1:1",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--endpoint",
                "http://127.0.0.1:" + port,
                "--allow-memory-disk",
                "--name",
                "A shed in Kassel"));
    for (var usual :
        List.of(
            List.of("--capacity", "64MiB"),
            List.of("--region", "eu-de"),
            List.of("--price", "0.004"),
            List.of("--egress-price", "0.01"),
            List.of("--clock-skew", "100000"))) {
      if (!Arrays.asList(more).contains(usual.getFirst())) {
        words.addAll(usual);
      }
    }
    words.addAll(Arrays.asList(more));
    return chain.run(folder, words);
  }

  private int check() {
    return chain.execute(
        List.of(
            "node",
            "check",
            "--allow-memory-disk",
            "--clock-skew",
            "100000",
            "--config",
            node("node.properties").toString()));
  }

  /// Types the newest command of the output that begins like this and is complete.
  private void runPrinted(String beginning) {
    var line =
        chain
            .out()
            .lines()
            .filter(text -> text.contains("./flashback " + beginning))
            .filter(text -> !text.contains("AMOUNT") && !text.contains("KEYSTORE_OF_THE_OWNER"))
            .toList()
            .getLast();
    var command = line.substring(line.indexOf("./flashback ") + "./flashback ".length());
    assertThat(chain.execute(List.of(command.split(" ")))).as(command + chain.err()).isZero();
  }
}
