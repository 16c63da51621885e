package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.eip712.Domain;
import network.flashback.sdk.model.OfferSubmission;
import network.flashback.sdk.model.QualityTarget;
import network.flashback.sdk.model.QuotedTerms;
import network.flashback.sdk.signing.Deployment;
import network.flashback.sdk.signing.OfferSigner;
import network.flashback.sdk.signing.SlaSigner;
import network.flashback.sdk.signing.SpendingLimit;
import org.junit.jupiter.api.Test;

/// The SDK builds what is signed for itself: it must be what the contracts verify, which `chain`
/// computes.
class SdkSigningTest {
  private static final int ROUNDS = 50;
  private static final long CHAIN_ID = 31_337;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Address orchestrator = address();
  private final Domain domain = Domain.of("Flashback", "1", CHAIN_ID, orchestrator);
  private final Deployment deployment = new Deployment(CHAIN_ID, orchestrator);
  private final PrivateKey wallet = PrivateKey.of(Bytes32.of(1 + random.nextInt(1_000)));

  @Test
  void offersAndSlasHashToWhatTheContractsHashThemTo() {
    for (var round = 0; round < ROUNDS; round++) {
      var offers = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> offer()).toList();
      var terms = terms(offers);
      var token = address();
      var opening =
          new SlaSigner(deployment, wallet)
              .accept(quote(terms, offers, token), new SpendingLimit(token, terms.total()));
      var payment =
          PaymentAuthorization.typedData(
              Domain.of("A token", "2", CHAIN_ID, token),
              wallet.address(),
              orchestrator,
              terms.total(),
              0,
              terms.startBy(),
              terms.hash(domain));
      assertThat(opening.quoteHash()).as("seed %d", seed).isEqualTo(terms.hash(domain));
      assertThat(Signature.parse(opening.signature()).isBy(wallet.address(), payment.digest()))
          .as("seed %d", seed)
          .isTrue();
      assertThat(new OfferSigner(deployment, wallet).hash(told(offers.getFirst())))
          .as("seed %d", seed)
          .isEqualTo(offers.getFirst().hash(domain));
    }
  }

  private OfferTerms offer() {
    return new OfferTerms(
        positive(),
        1 + random.nextInt(60_000),
        number(90),
        number(60),
        positive(),
        positive(),
        random.nextInt(1 << 30),
        random.nextInt(1 << 30),
        random.nextInt(1 << 30),
        random.nextInt(3),
        word(),
        word(),
        random.nextInt(1 << 30),
        random.nextInt(1 << 30),
        number(256));
  }

  private SlaTerms terms(List<OfferTerms> offers) {
    return new SlaTerms(
        wallet.address(),
        1 + random.nextInt(60_000),
        random.nextInt(256),
        random.nextInt(256),
        random.nextInt(1 << 30),
        random.nextInt(1 << 30),
        number(96),
        random.nextInt(1 << 30),
        number(80),
        IntStream.range(0, random.nextInt(4)).mapToObj(i -> word()).toList(),
        offers.stream()
            .map(
                offer ->
                    new LegTerms(
                        offer.providerId(),
                        offer.hash(domain),
                        positive(),
                        number(96),
                        number(80),
                        number(80),
                        number(88)))
            .toList(),
        word(),
        number(256));
  }

  /// As a platform shows it.
  private QuotedTerms quote(SlaTerms terms, List<OfferTerms> offers, Address token) {
    var zero = BigInteger.ZERO;
    var authorization = JsonNodeFactory.instance.objectNode();
    authorization.putObject("domain").put("name", "A token").put("version", "2");
    return new QuotedTerms(
        terms.hash(domain),
        told(terms),
        offers.stream()
            .map(
                offer ->
                    new OfferSubmission(told(offer), Bytes.EMPTY, new QualityTarget(0, 0, 0, 0)))
            .toList(),
        List.of(),
        token,
        "T",
        6,
        zero,
        zero,
        zero,
        terms.total(),
        zero,
        zero,
        0,
        0,
        "",
        authorization,
        List.of());
  }

  private static network.flashback.sdk.model.OfferTerms told(OfferTerms offer) {
    return new network.flashback.sdk.model.OfferTerms(
        big(offer.providerId()),
        big(offer.market()),
        offer.ratePerGib(),
        offer.egressPerGib(),
        big(offer.capacityBytes()),
        big(offer.minimumBytes()),
        big(offer.minimumSeconds()),
        big(offer.maximumSeconds()),
        big(offer.collateralSeconds()),
        big(offer.offerClass()),
        offer.region(),
        offer.qualityHash(),
        big(offer.expiry()),
        big(offer.nonce()),
        offer.salt());
  }

  private static network.flashback.sdk.model.SlaTerms told(SlaTerms terms) {
    return new network.flashback.sdk.model.SlaTerms(
        terms.consumer(),
        big(terms.market()),
        big(terms.dataShards()),
        big(terms.totalShards()),
        big(terms.startBy()),
        big(terms.endsAt()),
        terms.maximumRate(),
        big(terms.coolDownSeconds()),
        terms.reserve(),
        terms.regions(),
        terms.legs().stream().map(SdkSigningTest::told).toList(),
        terms.wishesHash(),
        terms.salt());
  }

  private static network.flashback.sdk.model.LegTerms told(LegTerms leg) {
    return new network.flashback.sdk.model.LegTerms(
        big(leg.providerId()),
        leg.offerHash(),
        big(leg.capacityBytes()),
        leg.rate(),
        leg.deposit(),
        leg.egressEscrow(),
        leg.collateral());
  }

  private static BigInteger big(long number) {
    return BigInteger.valueOf(number);
  }

  private BigInteger number(int bits) {
    return new BigInteger(bits, random);
  }

  private long positive() {
    return random.nextLong() >>> 1;
  }

  private Bytes32 word() {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.of(bytes);
  }

  private Address address() {
    var bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.of(bytes);
  }
}
