package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.chain.Abis;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What explorers are given compiles to what is deployed.
final class VerificationInputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /// One of our own alone, one with a library, the one that inherits most, and both halves of the
  /// largest.
  @ParameterizedTest
  @ValueSource(
      strings = {"Factory", "Timelock", "FlashGovernor", "ConsumerOrchestrator", "Orchestrator"})
  void theCompilerMakesTheDeployedCodeOfIt(String name) throws IOException, InterruptedException {
    var contracts = ContractSources.folder();
    var input = folder.resolve("input.json");
    var output = folder.resolve("output.json");
    Files.writeString(input, new VerificationInput(contracts).of(name));
    var compiler =
        new ProcessBuilder("node", contracts.resolve("tools/solc").toString(), "--standard-json")
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(compiler.waitFor()).isZero();
    var compiled = JSON.readTree(output.toFile());
    var code = compiled.findPath(name).findPath("object").asText();
    assertThat("0x" + code).isEqualTo(Abis.creationCode(name).toString());
  }

  @ParameterizedTest
  @MethodSource("network.flashback.chain.deploy.BlueprintsTest#names")
  void everySourceThatAContractNeedsIsInItsInput(String name) throws IOException {
    var sources = JSON.readTree(new VerificationInput(ContractSources.folder()).of(name));
    assertThat(sources.path("sources").properties())
        .extracting(java.util.Map.Entry::getKey)
        .anyMatch(file -> file.endsWith("/" + name + ".sol"))
        .allMatch(
            file -> file.startsWith("src/") || file.startsWith("node_modules/@openzeppelin/"));
  }
}
