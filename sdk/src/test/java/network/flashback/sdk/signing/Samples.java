package network.flashback.sdk.signing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.sdk.CanonicalJson;
import network.flashback.sdk.model.LegTerms;
import network.flashback.sdk.model.OfferSubmission;
import network.flashback.sdk.model.OfferTerms;
import network.flashback.sdk.model.QualityTarget;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.QuotedTerms;
import network.flashback.sdk.model.RedundancyWish;
import network.flashback.sdk.model.SlaTerms;
import network.flashback.sdk.model.StorageClass;

/// A quote of 1 of 2 as an honest platform makes it: each leg locks 100 + 20, the reserve is 10.
final class Samples {
  static final PrivateKey CONSUMER = PrivateKey.of(Bytes32.of(7));
  static final PrivateKey NODE = PrivateKey.of(Bytes32.of(8));
  static final Address TOKEN = Address.parse("0x00000000000000000000000000000000000000aa");
  static final Deployment DEPLOYMENT =
      new Deployment(31_337, Address.parse("0x00000000000000000000000000000000000000bb"));
  static final QualityTarget QUALITY = new QualityTarget(9_900, 200, 1_024, 10);
  static final long NOW = 1_000_000;
  static final BigInteger TOTAL = number(250);

  private Samples() {}

  static QuoteRequest wish() {
    return QuoteRequest.of(
            CONSUMER.address(),
            number(1 << 20),
            3_600,
            new RedundancyWish(1, 2),
            StorageClass.FAST,
            number(1_000))
        .withRegions(List.of("eu-de", "eu-fr"));
  }

  static OfferTerms offer(long provider) {
    return new OfferTerms(
        number(provider),
        number(1),
        number(5),
        number(6),
        number(1L << 40),
        number(1),
        number(60),
        number(86_400),
        number(600),
        number(0),
        RegionWord.of(provider == 1 ? "eu-de" : "eu-fr"),
        OfferSigner.qualityHash(QUALITY),
        number(NOW + 3_600),
        number(0),
        number(99));
  }

  static QuotedTerms quote() {
    var offers =
        IntStream.rangeClosed(1, 2)
            .mapToObj(i -> new OfferSigner(DEPLOYMENT, NODE).sign(offer(i), QUALITY))
            .toList();
    return quote(terms(offers, CONSUMER.address(), number(100)), offers, TOTAL);
  }

  static SlaTerms terms(List<OfferSubmission> offers, Address consumer, BigInteger deposit) {
    var legs =
        offers.stream()
            .map(
                one ->
                    new LegTerms(
                        one.offer().providerId(),
                        TypedTerms.offer(one.offer(), DEPLOYMENT.domain()).digest(),
                        number(1 << 20),
                        number(77),
                        deposit,
                        number(20),
                        number(30)))
            .toList();
    return new SlaTerms(
        consumer,
        number(1),
        number(1),
        number(2),
        number(NOW + 60),
        number(NOW + 3_600),
        number(78),
        number(12),
        number(10),
        List.of(RegionWord.of("eu-de"), RegionWord.of("eu-fr")),
        legs,
        Keccak256.hash(CanonicalJson.of(wish())),
        number(5));
  }

  /// What a platform shows of terms; not checked here.
  static QuotedTerms quote(SlaTerms terms, List<OfferSubmission> offers, BigInteger total) {
    var authorization = JsonNodeFactory.instance.objectNode();
    authorization.putObject("domain").put("name", "Test Dollar").put("version", "1");
    return new QuotedTerms(
        TypedTerms.sla(terms, DEPLOYMENT.domain()).digest(),
        terms,
        offers,
        List.of(),
        TOKEN,
        "TUSD",
        6,
        number(200),
        number(40),
        number(10),
        total,
        number(1),
        number(60),
        NOW,
        NOW + 30,
        CanonicalJson.of(wish()),
        authorization,
        List.of());
  }

  static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }
}
