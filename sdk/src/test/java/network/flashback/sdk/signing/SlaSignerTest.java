package network.flashback.sdk.signing;

import static network.flashback.sdk.signing.Samples.CONSUMER;
import static network.flashback.sdk.signing.Samples.DEPLOYMENT;
import static network.flashback.sdk.signing.Samples.NODE;
import static network.flashback.sdk.signing.Samples.NOW;
import static network.flashback.sdk.signing.Samples.QUALITY;
import static network.flashback.sdk.signing.Samples.TOKEN;
import static network.flashback.sdk.signing.Samples.TOTAL;
import static network.flashback.sdk.signing.Samples.number;
import static network.flashback.sdk.signing.Samples.quote;
import static network.flashback.sdk.signing.Samples.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Signature;
import network.flashback.evm.eip712.Domain;
import network.flashback.sdk.model.QualityTarget;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.QuotedTerms;
import network.flashback.sdk.model.RedundancyWish;
import network.flashback.sdk.model.StorageClass;
import org.junit.jupiter.api.Test;

class SlaSignerTest {
  private static final SpendingLimit ENOUGH = new SpendingLimit(TOKEN, TOTAL);

  private final SlaSigner signer = new SlaSigner(DEPLOYMENT, CONSUMER);

  @Test
  void theSignatureIsThePaymentOfTheTermsUnderTheirHash() {
    var opening = signer.accept(quote(), wish(), ENOUGH);
    var payment =
        TypedTerms.payment(
            Domain.of("Test Dollar", "1", 31_337, TOKEN),
            CONSUMER.address(),
            DEPLOYMENT.orchestrator(),
            TOTAL,
            number(NOW + 60),
            quote().quoteHash());
    assertThat(Signature.parse(opening.signature()).isBy(CONSUMER.address(), payment.digest()))
        .isTrue();
    assertThat(opening.quoteHash()).isEqualTo(quote().quoteHash());
    assertThat(opening.validBefore()).isEqualTo(NOW + 60);
    assertThat(opening.sla()).isEqualTo(quote().sla());
  }

  @Test
  void nothingIsSignedThatLocksMoreThanTheLimit() {
    var less = new SpendingLimit(TOKEN, TOTAL.subtract(BigInteger.ONE));
    assertThatThrownBy(() -> signer.accept(quote(), less))
        .isInstanceOf(NotSignedException.class)
        .hasMessageContaining("lock 250 token units, and the limit is 249");
  }

  @Test
  void theTotalIsThatOfTheTermsAndNotThatWhichIsTold() {
    var honest = quote();
    var dear = Samples.terms(honest.offers(), CONSUMER.address(), number(1_000));
    var told = Samples.quote(dear, honest.offers(), TOTAL);
    assertThatThrownBy(() -> signer.accept(told, ENOUGH))
        .hasMessageContaining("lock 2050 token units");
    assertThatThrownBy(() -> signer.accept(told, new SpendingLimit(TOKEN, number(5_000))))
        .hasMessageContaining("the quote says 250");
  }

  @Test
  void termsOfAnotherHashOfAnotherChainAndOfOtherContractsAreNotSigned() {
    var otherChain = new Deployment(1, DEPLOYMENT.orchestrator());
    assertThatThrownBy(() -> new SlaSigner(otherChain, CONSUMER).accept(quote(), ENOUGH))
        .hasMessageContaining("the terms hash to");
    var otherContracts = new Deployment(31_337, TOKEN);
    assertThatThrownBy(() -> new SlaSigner(otherContracts, CONSUMER).accept(quote(), ENOUGH))
        .isInstanceOf(NotSignedException.class);
    var changed = Samples.terms(quote().offers(), CONSUMER.address(), number(99));
    var sameHash = withTerms(quote(), Samples.quote(changed, quote().offers(), TOTAL));
    assertThatThrownBy(() -> signer.accept(sameHash, ENOUGH))
        .hasMessageContaining("the terms hash to");
  }

  @Test
  void anotherTokenAndAnotherConsumerAreRefused() {
    var elsewhere = new SpendingLimit(DEPLOYMENT.orchestrator(), TOTAL);
    assertThatThrownBy(() -> signer.accept(quote(), elsewhere))
        .hasMessageContaining("the quote is paid in");
    assertThatThrownBy(() -> new SlaSigner(DEPLOYMENT, NODE).accept(quote(), ENOUGH))
        .hasMessageContaining("the quote is for");
  }

  @Test
  void offersThatTheLegsDoNotFillAreNotShownInTheirPlace() {
    var honest = quote();
    var swapped =
        Samples.quote(honest.sla(), List.copyOf(honest.offers().reversed()), honest.total());
    assertThatThrownBy(() -> signer.accept(swapped, ENOUGH))
        .hasMessageContaining("not those that the legs fill");
  }

  @Test
  void aQuoteForOtherWishesIsRefused() {
    refused(
        QuoteRequest.of(
            CONSUMER.address(),
            number(1 << 20),
            3_600,
            new RedundancyWish(2, 3),
            StorageClass.FAST,
            TOTAL),
        "the wish was 2 of 3");
    refused(
        QuoteRequest.of(
            CONSUMER.address(),
            number(1 << 20),
            3_601,
            new RedundancyWish(1, 2),
            StorageClass.FAST,
            TOTAL),
        "ends before");
    refused(
        QuoteRequest.of(
            CONSUMER.address(),
            number(1 << 21),
            3_600,
            new RedundancyWish(1, 2),
            StorageClass.FAST,
            TOTAL),
        "reserves less");
    refused(
        QuoteRequest.of(
            CONSUMER.address(),
            number(1 << 20),
            3_600,
            new RedundancyWish(1, 2),
            StorageClass.ARCHIVE,
            TOTAL),
        "class FAST");
    refused(wish().withRegions(List.of("eu-de")), "keeps bytes in none of");
    refused(wish().withMarket(2), "another market");
  }

  @Test
  void anOfferIsSignedByTheNodesKeyAndPromisesItsQuality() {
    var signed = new OfferSigner(DEPLOYMENT, NODE).sign(Samples.offer(1), QUALITY);
    var digest = TypedTerms.offer(Samples.offer(1), DEPLOYMENT.domain()).digest();
    assertThat(Signature.parse(signed.signature()).isBy(NODE.address(), digest)).isTrue();
    var better = new QualityTarget(10_000, 200, 1_024, 10);
    assertThatThrownBy(() -> new OfferSigner(DEPLOYMENT, NODE).sign(Samples.offer(1), better))
        .isInstanceOf(NotSignedException.class);
  }

  private void refused(QuoteRequest wish, String because) {
    assertThatThrownBy(() -> signer.accept(quote(), wish, ENOUGH))
        .isInstanceOf(NotSignedException.class)
        .hasMessageContaining(because);
  }

  private static QuotedTerms withTerms(QuotedTerms hash, QuotedTerms terms) {
    return new QuotedTerms(
        hash.quoteHash(),
        terms.sla(),
        terms.offers(),
        terms.legs(),
        terms.token(),
        terms.symbol(),
        terms.decimals(),
        terms.deposit(),
        terms.egressEscrow(),
        terms.reserve(),
        terms.total(),
        terms.feeAtMost(),
        terms.collateral(),
        terms.createdAt(),
        terms.expiresAt(),
        terms.wishes(),
        terms.authorization(),
        terms.refused());
  }
}
