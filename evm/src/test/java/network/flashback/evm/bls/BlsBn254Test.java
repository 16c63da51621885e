package network.flashback.evm.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Instant;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hash vectors are those published with drand's kyber and with bls-bn254; the development beacon's
/// signatures were checked with the pairing precompile (EIP-197) of a real EVM.
final class BlsBn254Test {
  @ParameterizedTest
  @CsvSource({
    // One for each of the three candidates of the map.
    "8907521814056845701802348140424269446568701586099685087550074745505454990277, 21327796494947423405781055484721506997911420687569473755205793150767574651200, 3372936415674007959180395606556373867269842194129649068337399034827190551419",
    "9029964684230010889644402877237695563306506518734238145952077172678272239729, 16232949366108770005106479722961969861572226261135831246834195858561579527625, 16632263432778334793843525578889065288090857901297212349013142811533289311567",
    "3540903031681319421922757684101610645767707797048988415875375111724680581685, 8075871960767046579231430403985926277223410823818061304251976251393112450333, 906535411243285569638264840959243001417172892367399608998007435385595449341"
  })
  void fieldElementsMapToThePublishedPoints(BigInteger u, BigInteger x, BigInteger y) {
    assertThat(HashToG1.map(u)).isEqualTo(new G1(x, y));
  }

  @Test
  void messagesExpandAndHashAsPublished() {
    var other = new HashToG1("BLS_SIG_BN254G1_XMD:KECCAK-256_SSWU_RO_NUL_");
    assertThat(Hex.encode(other.expand(Hex.decode("af6c1f30b2f3f2fd448193f90d6fb55b544a"))))
        .isEqualTo(
            "0xbd365d9672926bbb6887f8c0ce88d1edc0c20bd46f6af54e80c7edc15ac1c5eba9e754994af715195aa8acb3f21febae2b9626bc1b06c185922455908d1c8db3d370fe339995718e344af3add0aa77d3bd48d0d9f3ebe26b88cbb393325c1c6e");
    byte[] expanded = other.expand(Hex.decode("3204b7ced63dc221d4d848f861bf9eae72a1"));
    assertThat(HashToG1.element(expanded, 0).toString(16))
        .isEqualTo("bf02f08fd61eed57edfea3c07b2edff3b507392efbc2b5cf2c8c31c6359d5b6");

    var tag = new HashToG1("domain_separation_tag_test_12345");
    assertThat(
            tag.hash(Hex.decode("e0a05cbb37fd6c159732a8c57b981773f7480695328b674d8a9cc083377f1811"))
                .toBytes())
        .hasToString(
            "0x07abd743dc93dfa3a8ee4ab449b1657dc6232c589612b23a54ea461c7232101e2533badbee56e8457731fc35bb7630236623e4614e4f8acb4a0c3282df58a289");
  }

  @Test
  void roundHashesToTheMessageThatDrandSigns() {
    assertThat(BlsBn254.message(1))
        .hasToString("0x6c31fc15422ebad28aaf9089c306702f67540b53c7eea8b7d2941044b027100f");
    assertThat(BlsBn254.point(1).toBytes())
        .hasToString(
            "0x073d3d00a1c3ca588db79d44202e44b2f45995ddd39e705717c9edfcb79e4371173e31a5208ea2594cbcb23b5afb3dd930719a4d1a3f877839bb8bdeb3c15084");
    assertThatIllegalArgumentException().isThrownBy(() -> BlsBn254.message(0));
  }

  @Test
  void randomnessOfARealEvmnetRoundIsTheOneThatDrandPublished() {
    Bytes signature =
        Bytes.fromHex(
            "06fd5996329504d3a56b482d9222bf7205857d0a9559ddd216ca31a286f6a8cc0a120f021aac2f13553fb164f62bc3a5ca32c76dea88a777b39bcf3cac5fdbd6");

    assertThat(BlsBn254.randomness(signature))
        .isEqualTo(
            Bytes32.fromHex("0e6745667465a6f9dce5d5f994656955080be14c469ff17fc4fc588c925a8504"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlsBn254.randomness(Bytes.fromHex("01".repeat(64))))
        .withMessageContaining("not on BN254");
  }

  @Test
  void developmentBeaconSignsWhatTheContractAccepts() {
    var secret = BlsBn254.Secret.ofDevelopmentBeacon();

    assertThat(secret.publicKey())
        .hasToString(
            "0x27877e9b3d2cd8b62d1e394083d252d0c1a7e5e7c00befcdccc397446581d0e623ab598343ca3e250f3e7df671f9ce57d8f54476390f2911834e15707c6a73bc02a16642586925b1f91f089bc84639a6618278d99ed5cddeef7d8ce260bfdc1401ed11ca65927835a5e13d4618eaf76c3c4c6de9998e6a2767249e9100822d3a");
    assertThat(secret.sign(12_345_678))
        .hasToString(
            "0x15a129b06a1dc58f24a6e815c93129836d8cfa35bd87eaa6d2abacce337252260569a52d5eec9527177643cc9863e2b134551a1543127508784ba6f9cfd4b37d");
    assertThat(secret).hasToString("BlsBn254.Secret");
  }

  @Test
  void groupLawHoldsAtItsEdges() {
    G1 g = G1.GENERATOR;
    G1 negative = g.times(G1.ORDER.subtract(BigInteger.ONE));

    assertThat(g.plus(negative)).isEqualTo(G1.INFINITY);
    assertThat(g.times(G1.ORDER).isInfinity()).isTrue();
    assertThat(g.plus(G1.INFINITY)).isEqualTo(g);
    assertThat(G1.INFINITY.plus(g)).isEqualTo(g);
    assertThat(g.plus(g)).isEqualTo(g.times(BigInteger.TWO));
    assertThat(G1.parse(g.toBytes())).isEqualTo(g);
  }

  @Test
  void roundsFollowTheClock() {
    BeaconSchedule evmnet = BeaconSchedule.EVMNET;

    assertThat(evmnet.dueAt(1)).isEqualTo(Instant.ofEpochSecond(1_727_521_075L));
    assertThat(evmnet.firstRoundAfter(evmnet.genesis().minusSeconds(1))).isEqualTo(1);
    assertThat(evmnet.firstRoundAfter(evmnet.genesis())).isEqualTo(2);
    for (long round = 1; round < 20; round++) {
      assertThat(evmnet.firstRoundAfter(evmnet.dueAt(round))).isEqualTo(round + 1);
      assertThat(evmnet.firstRoundAfter(evmnet.dueAt(round + 1).minusMillis(1)))
          .isEqualTo(round + 1);
    }
  }
}
