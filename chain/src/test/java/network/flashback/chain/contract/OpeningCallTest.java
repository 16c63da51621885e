package network.flashback.chain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Abis;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningCallTest {
  private static final Domain DOMAIN =
      Domain.of("Flashback", "1", 31337, PrivateKey.of(Bytes32.of(1)).address());

  private final SignedOffer offer = offer(7);
  private final SlaTerms sla = sla(offer, 1);
  private final Bytes32 id = sla.hash(DOMAIN);
  private final Bytes opening =
      Abis.of("Orchestrator").function("open").encode(sla.encode(), List.of(offer.encode()));

  @Test
  void aCallOfTheOrchestratorIsReadAsItIs() {
    assertThat(OpeningCall.in(opening, id, DOMAIN))
        .contains(new OpeningCall(sla, List.of(offer.offer())));
  }

  /// Padded to words as in `multicall(bytes[])`, or packed as in Safe's `multiSend`.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 28, 85})
  void whatABatchPassedOnIsFoundWhereverItStands(int before) {
    var batch = Bytes.of(new byte[4 + before]).then(counted(opening)).then(Bytes.of(new byte[28]));
    assertThat(OpeningCall.in(batch, id, DOMAIN).orElseThrow().offers())
        .containsExactly(offer.offer());
    var relayed = Bytes.of(new byte[36]).then(counted(batch));
    assertThat(OpeningCall.in(relayed, id, DOMAIN)).isPresent();
  }

  @Test
  void otherTermsAndOtherOffersThanWereSignedForAreNotBelieved() {
    var other = offer(8);
    var decoy =
        Abis.of("Orchestrator").function("open").encode(sla.encode(), List.of(other.encode()));
    var later =
        Abis.of("Orchestrator")
            .function("open")
            .encode(sla(offer, 2).encode(), List.of(offer.encode()));
    var none = Abis.of("Orchestrator").function("open").encode(sla.encode(), List.of());
    var decoys = counted(decoy).then(counted(later)).then(counted(none));
    assertThat(OpeningCall.in(decoys, id, DOMAIN)).isEmpty();
    assertThat(OpeningCall.in(decoys.then(counted(opening)), id, DOMAIN).orElseThrow().offers())
        .containsExactly(offer.offer());
  }

  @Test
  void bytesThatOnlyBeginLikeACallAreNone() {
    var selector = opening.slice(0, 4);
    var noise = Bytes.EMPTY;
    for (int i = 0; i < 30; i++) {
      noise = noise.then(counted(selector)).then(Bytes.of(new byte[i]));
    }
    assertThat(OpeningCall.in(noise, id, DOMAIN)).isEmpty();
    assertThat(OpeningCall.in(opening.slice(0, opening.size() - 1), id, DOMAIN)).isEmpty();
    assertThat(OpeningCall.in(Bytes.EMPTY, id, DOMAIN)).isEmpty();
    assertThat(OpeningCall.in(selector, id, DOMAIN)).isEmpty();
    assertThat(OpeningCall.in(noise.then(counted(opening)), id, DOMAIN)).isPresent();
  }

  private static Bytes counted(Bytes call) {
    return Bytes.of(Bytes32.of(call.size()).toArray()).then(call);
  }

  private static SignedOffer offer(long provider) {
    return new SignedOffer(
        new OfferTerms(
            provider,
            1,
            BigInteger.ONE.shiftLeft(32),
            BigInteger.TEN,
            1 << 30,
            1,
            1,
            1_000_000,
            60,
            1,
            Bytes32.of(5),
            Bytes32.of(6),
            2_000_000,
            1,
            BigInteger.TWO),
        Bytes.of(new byte[65]));
  }

  private static SlaTerms sla(SignedOffer offer, long salt) {
    return new SlaTerms(
        PrivateKey.of(Bytes32.of(9)).address(),
        1,
        1,
        1,
        1_000_000,
        2_000_000,
        BigInteger.ONE.shiftLeft(33),
        60,
        BigInteger.ONE,
        List.of(Bytes32.of(5)),
        List.of(
            new LegTerms(
                offer.offer().providerId(),
                offer.offer().hash(DOMAIN),
                1 << 30,
                BigInteger.ONE.shiftLeft(32),
                BigInteger.TEN,
                BigInteger.TEN,
                BigInteger.TEN)),
        Bytes32.of(11),
        BigInteger.valueOf(salt));
  }
}
