package network.flashback.evm.eip712;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.Test;

/// The mail is the example of EIP-712 itself; the other signatures were made by foundry's cast
/// 1.7.1.
final class TypedDataTest {
  private static final PrivateKey KEY =
      PrivateKey.fromHex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final StructType PERSON = StructType.parse("Person(string name,address wallet)");
  private static final StructType MAIL =
      StructType.parse("Mail(Person from,Person to,string contents)", PERSON);
  private static final StructType PERMIT =
      StructType.parse(
          "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

  @Test
  void mailOfTheStandardIsSignedAsTheStandardSays() {
    var cow = PrivateKey.of(Keccak256.hash("cow"));
    var domain =
        Domain.of(
            "Ether Mail", "1", 1, Address.parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
    StructValue mail =
        MAIL.of(
            PERSON.of("Cow", Address.parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")),
            PERSON.of("Bob", Address.parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB")),
            "Hello, Bob!");
    var data = new TypedData(domain, mail);

    assertThat(MAIL.encodedType())
        .isEqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
    assertThat(MAIL.typeHash())
        .hasToString("0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2");
    assertThat(mail.hash())
        .hasToString("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
    assertThat(domain.separator())
        .hasToString("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    assertThat(data.digest())
        .hasToString("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    assertThat(cow.sign(data).toBytes())
        .hasToString(
            "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c");
  }

  @Test
  void permitOfErc2612IsSignedAsByOtherWallets() {
    assertThat(PERMIT.typeHash())
        .hasToString("0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9");
    var domain =
        Domain.of(
            "USD Coin", "2", 31_337, Address.parse("0x5FbDB2315678afecb367f032d93F642f64180aa3"));
    var data =
        new TypedData(
            domain,
            PERMIT.of(
                KEY.address(),
                Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
                1_000_000,
                0,
                1_900_000_000L));

    assertThat(KEY.sign(data))
        .hasToString(
            "0x16326f9b6271d40049bcb036131f4fc536a55a7af8d71433983338626708a5412c94da43ba676333268fb705a3816accecfbfce8a20d94ddb84b45b7b511be171c");
  }

  @Test
  void arraysStructsAndShortTypesAreEncodedAsByOtherWallets() {
    StructType leg =
        StructType.parse("Leg(bytes32 provider,uint96 rate,bytes4 tag,bool live,int64 shift)");
    StructType sla =
        StructType.parse("Sla(Leg[] legs,string[] regions,bytes blob,uint8[2] pair)", leg);
    var domain = new Domain("Flashback", Optional.empty(), BigInteger.ONE, Optional.empty());
    StructValue value =
        sla.of(
            List.of(
                leg.of(Bytes32.fromHex("11".repeat(32)), 5, Bytes.fromHex("0xdeadbeef"), true, -3),
                leg.of(
                    Bytes32.fromHex("22".repeat(32)),
                    BigInteger.TWO.pow(96).subtract(BigInteger.ONE),
                    Bytes.fromHex("0x00000001"),
                    false,
                    9)),
            List.of("eu", "us-east"),
            Bytes.fromHex("0x010203"),
            List.of(1, 255));

    assertThat(KEY.sign(new TypedData(domain, value)))
        .hasToString(
            "0x096cd364fa93193714b08472beeab7668a0e26b9d0a70289d7203a2bf6e0fe6d436121b93ba4fba9bc596815db3bbfff538d8496d598b1840e52382036a13ebc1b");
  }

  @Test
  void valueThatDoesNotFitIsRefusedByTheNameOfItsMember() {
    StructType rate = StructType.parse("Rate(uint96 rate,int8 shift)");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate.of(BigInteger.TWO.pow(96), 0))
        .withMessageContaining("Rate.rate")
        .withMessageContaining("does not fit into uint96");
    assertThatIllegalArgumentException().isThrownBy(() -> rate.of(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> rate.of(1, 128));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate.of("1", 0))
        .withMessageContaining("cannot be a uint96");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate.of(1))
        .withMessageContaining("has 2 members");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StructType.parse("Bad(uint7 x)"))
        .withMessageContaining("unknown type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MAIL.of(rate.of(1, 1), rate.of(1, 1), "x"))
        .withMessageContaining("expected a Person");
  }

  @Test
  void anotherChainOrContractMakesAnotherDigest() {
    var message = PERSON.of("Ann", KEY.address());
    var here = Domain.of("Flashback", "1", 1, KEY.address());
    var elsewhere = Domain.of("Flashback", "1", 2, KEY.address());

    assertThat(new TypedData(here, message).digest())
        .isNotEqualTo(new TypedData(elsewhere, message).digest());
  }
}
