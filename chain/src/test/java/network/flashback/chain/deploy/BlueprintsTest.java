package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import network.flashback.chain.Abis;
import network.flashback.evm.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of a deployment against the contracts' sources.
final class BlueprintsTest {
  static Stream<String> names() {
    return Blueprints.ALL.stream().map(Blueprint::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPublicImmutableIsReadBack(String name) throws IOException {
    var read =
        Blueprints.ALL.stream()
            .filter(blueprint -> blueprint.name().equals(name))
            .flatMap(blueprint -> blueprint.views().stream())
            .map(Blueprint.View::function)
            .toList();
    assertThat(read).containsAll(ContractSources.publicImmutables(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CommunityFund", "Registry", "FlashGovernor"})
  void codeIsRecognisedWhateverItsImmutablesAreAndNoOtherCodeIs(String name) {
    var creation = Abis.creationCode(name);
    // What the constructor leaves lies behind it, up to the end.
    var deployed = creation.slice(creation.size() - creation.size() / 2, creation.size()).toArray();
    assertThat(CompiledCode.isOf(creation, Bytes.of(deployed))).isTrue();
    for (int i = 0; i < deployed.length; i++) {
      if (deployed[i] == 0) {
        deployed[i] = 7;
        break;
      }
    }
    assertThat(CompiledCode.isOf(creation, Bytes.of(deployed))).as("an immutable").isTrue();
    // Wherever the slice begins: a zero of the compiler's may be an immutable, any other byte is
    // not.
    int code = 0;
    while (creation.slice(creation.size() - deployed.length + code, creation.size()).toArray()[0]
        == 0) {
      code++;
    }
    deployed[code] = (byte) (deployed[code] ^ 0x55);
    assertThat(CompiledCode.isOf(creation, Bytes.of(deployed))).as("another code").isFalse();
    assertThat(CompiledCode.isOf(creation, Bytes.EMPTY)).as("no code").isFalse();
  }
}
