package network.flashback.evm.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import org.junit.jupiter.api.Test;

final class AbiTest {
  private static final Address ANN = Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
  private static final String JSON =
      """
      {"contractName": "Market", "bytecode": {"object": "0x00"}, "abi": [
        {"type": "constructor", "inputs": [{"name": "owner", "type": "address"}]},
        {"type": "function", "name": "transfer", "stateMutability": "nonpayable",
         "inputs": [{"name": "to", "type": "address"}, {"name": "amount", "type": "uint256"}],
         "outputs": [{"name": "", "type": "bool"}]},
        {"type": "function", "name": "open", "stateMutability": "nonpayable",
         "inputs": [
           {"name": "legs", "type": "tuple[]", "components": [
             {"name": "id", "type": "bytes32"}, {"name": "rate", "type": "uint96"}, {"name": "clock", "type": "uint32"}]},
           {"name": "note", "type": "string"}, {"name": "flags", "type": "uint8[]"}, {"name": "tag", "type": "bytes4"}],
         "outputs": [{"name": "first", "type": "uint128"}, {"name": "proof", "type": "bytes"}]},
        {"type": "function", "name": "f", "stateMutability": "view", "inputs": [], "outputs": [{"name": "", "type": "int24"}]},
        {"type": "function", "name": "f", "stateMutability": "view", "inputs": [{"name": "x", "type": "bool"}], "outputs": []},
        {"type": "event", "name": "Claimed", "inputs": [
          {"name": "amount", "type": "uint256", "indexed": false},
          {"name": "agreementId", "type": "uint128", "indexed": true},
          {"name": "provider", "type": "address", "indexed": true},
          {"name": "reason", "type": "string", "indexed": true}]},
        {"type": "error", "name": "ClaimExceedsOwed", "inputs": [
          {"name": "claimed", "type": "uint256"}, {"name": "provider", "type": "address"}]},
        {"type": "error", "name": "Paused", "inputs": []},
        {"type": "receive", "stateMutability": "payable"}
      ]}
      """;
  private final Abi abi = Abi.parse(JSON);

  @Test
  void callIsSelectorAndArguments() {
    assertThat(abi.function("transfer").encode(ANN, 5))
        .hasToString(
            "0xa9059cbb"
                + "00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8"
                + "0000000000000000000000000000000000000000000000000000000000000005");
    assertThat(abi.function("transfer").signature()).isEqualTo("transfer(address,uint256)");
  }

  @Test
  void structsArraysAndShortNumbersGoThereAndBack() {
    Function open = abi.function("open");
    Bytes32 id = Keccak256.hash("leg");
    Bytes input =
        open.encode(
            List.of(List.of(id, BigInteger.TWO.pow(95), 4_000_000_000L)),
            "hello",
            List.of(1, 255),
            Bytes.fromHex("0xdeadbeef"));

    Values values = open.decodeCall(input);
    Values leg = values.list("legs", Values.class).getFirst();
    assertThat(leg.word("id")).isEqualTo(id);
    assertThat(leg.integer("rate")).isEqualTo(BigInteger.TWO.pow(95));
    assertThat(leg.number("clock")).isEqualTo(4_000_000_000L);
    assertThat(values.text("note")).isEqualTo("hello");
    assertThat(values.list("flags", BigInteger.class))
        .containsExactly(BigInteger.ONE, BigInteger.valueOf(255));
    assertThat(values.bytes("tag")).isEqualTo(Bytes.fromHex("0xdeadbeef"));
    assertThat(open.encode(values.all())).isEqualTo(input);
  }

  @Test
  void wrongArgumentIsRefusedByFunctionAndName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> abi.function("transfer").encode("0x1", 5))
        .withMessageContaining("transfer(address,uint256)")
        .withMessageContaining("argument to")
        .withMessageContaining("cannot be a address");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> abi.function("transfer").encode(ANN))
        .withMessageContaining("expected 2 values");
    assertThatIllegalArgumentException().isThrownBy(() -> abi.function("transfer").encode(ANN, -1));
  }

  @Test
  void returnOfNothingSaysThatNoContractIsThere() {
    assertThatExceptionOfType(AbiException.class)
        .isThrownBy(() -> abi.function("transfer").decodeReturn(Bytes.EMPTY))
        .withMessageContaining("no contract at that address");
    assertThatExceptionOfType(AbiException.class)
        .isThrownBy(() -> abi.function("transfer").decodeReturn(Bytes.fromHex("0x0102")));
    assertThat(abi.function("transfer").decodeReturn(Bytes32.of(1).toBytes()).flag(0)).isTrue();
  }

  @Test
  void overloadedNameMustBeGivenWithItsTypes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> abi.function("f"))
        .withMessageContaining("several");
    assertThat(abi.function("f()").isView()).isTrue();
    assertThat(abi.function("f()").decodeReturn(Bytes.fromHex("ff".repeat(32))).integer(0))
        .isEqualTo(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> abi.function("nothing"))
        .withMessageContaining("transfer(address,uint256)");
  }

  @Test
  void eventIsReadFromTopicsAndData() {
    Event claimed = abi.event("Claimed");
    List<Bytes32> topics =
        List.of(claimed.topic(), Bytes32.of(7), ANN.toWord(), Keccak256.hash("late"));

    Values values = claimed.decode(topics, Bytes32.of(99).toBytes());

    assertThat(claimed.topic())
        .isEqualTo(Keccak256.hash("Claimed(uint256,uint128,address,string)"));
    assertThat(abi.eventOf(topics)).contains(claimed);
    assertThat(values.number("amount")).isEqualTo(99);
    assertThat(values.number("agreementId")).isEqualTo(7);
    assertThat(values.address("provider")).isEqualTo(ANN);
    assertThat(values.word("reason")).isEqualTo(Keccak256.hash("late"));
    assertThat(claimed.filter(List.of(Optional.empty(), Optional.of(ANN))))
        .containsExactly(Optional.of(claimed.topic()), Optional.empty(), Optional.of(ANN.toWord()));
    assertThatExceptionOfType(AbiException.class)
        .isThrownBy(() -> claimed.decode(topics.subList(0, 2), Bytes.EMPTY));
  }

  @Test
  void failuresAreReadable() {
    Bytes failure =
        Bytes.of(Keccak256.hash("ClaimExceedsOwed(uint256,address)").toArray())
            .slice(0, 4)
            .then(Bytes32.of(12).toBytes())
            .then(ANN.toWord().toBytes());

    assertThat(abi.describeFailure(failure))
        .isEqualTo("ClaimExceedsOwed(claimed=12, provider=" + ANN + ")");
    assertThat(abi.failureOf(failure).orElseThrow().arguments().number("claimed")).isEqualTo(12);
    assertThat(abi.describeFailure(Keccak256.hash("Paused()").toBytes().slice(0, 4)))
        .isEqualTo("Paused()");
    assertThat(
            abi.describeFailure(
                Bytes.fromHex(
                    "0x08c379a0"
                        + "0000000000000000000000000000000000000000000000000000000000000020"
                        + "0000000000000000000000000000000000000000000000000000000000000003"
                        + "6261640000000000000000000000000000000000000000000000000000000000")))
        .isEqualTo("Error(\"bad\")");
    assertThat(abi.describeFailure(Bytes.fromHex("0x4e487b71").then(Bytes32.of(0x11).toBytes())))
        .isEqualTo("Panic(0x11: arithmetic overflow)");
    assertThat(abi.describeFailure(Bytes.EMPTY)).startsWith("reverted without a reason");
    assertThat(abi.describeFailure(Bytes.fromHex("0x01020304")))
        .isEqualTo("unknown error 0x01020304");
  }

  @Test
  void unionKnowsTheErrorsOfAllParts() {
    Abi other = Abi.parse("[{\"type\":\"error\",\"name\":\"Other\",\"inputs\":[]}]");

    Abi union = Abi.union(List.of(abi, other));

    assertThat(union.describeFailure(Keccak256.hash("Other()").toBytes().slice(0, 4)))
        .isEqualTo("Other()");
    assertThat(union.function("transfer")).isNotNull();
  }

  @Test
  void constructorArgumentsAreEncoded() {
    assertThat(abi.encodeConstructor(ANN)).isEqualTo(ANN.toWord().toBytes());
    assertThatIllegalArgumentException().isThrownBy(() -> Abi.parse("[]").encodeConstructor(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Abi.parse("hello"))
        .withMessageContaining("Not the JSON of an ABI");
  }
}
