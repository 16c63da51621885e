package network.flashback.benchmarks.gas;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Receipt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Rights;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.eip712.TypedData;

/// What consumer, gateway and providers sign with each other.
final class Deals {
  /// Reserved by every leg; no round number, so that amounts have as few zero bytes as in life.
  private static final long CAPACITY_BYTES = (1L << 40) + 123_456_789;

  private static final long MONTH_SECONDS = 730 * 3600;
  private static final long DAY_SECONDS = 86_400;
  private static final BigInteger RATE_PER_GIB =
      BigInteger.valueOf(20_001).shiftLeft(32).divide(BigInteger.valueOf(MONTH_SECONDS));
  private static final BigInteger EGRESS_ESCROW = BigInteger.valueOf(1_234_567_891);
  private static final BigInteger RESERVE = BigInteger.valueOf(9_876_543_211L);
  private static final Bytes32 REGION = region("eu-de");

  private final Scene scene;

  Deals(Scene scene) {
    this.scene = scene;
  }

  /// An SLA on the chain.
  ///
  /// @param gas of the transaction that opened it
  record Opened(SlaTerms terms, Bytes32 id, List<AgreementId> agreements, long gas) {}

  /// A fresh offer of the provider, signed.
  SignedOffer offer(Provider provider) {
    return offer(provider, Scene.MARKET);
  }

  private SignedOffer offer(Provider provider, int market) {
    var terms =
        new OfferTerms(
            provider.id(),
            market,
            RATE_PER_GIB,
            BigInteger.valueOf(15_001),
            1L << 60,
            1 << 20,
            3600,
            400 * DAY_SECONDS,
            30 * DAY_SECONDS,
            0,
            REGION,
            scene.anything(),
            scene.chain().now() + 3000,
            0,
            scene.anything().toInteger());
    return new SignedOffer(
        terms,
        signature(provider.account(), terms.typedData(scene.contracts().orchestrator().domain())));
  }

  /// What the consumer signs: one leg an offer, of which `dataShards` hold the whole.
  ///
  /// @param reserve part of a leg's deposit that is kept for replacements
  SlaTerms terms(int dataShards, List<SignedOffer> offers, long endsAt, BigInteger reserve) {
    long now = scene.chain().now();
    var legs = offers.stream().map(offer -> leg(offer, endsAt - now)).toList();
    return new SlaTerms(
        key(Scene.CONSUMER).address(),
        offers.getFirst().offer().market(),
        dataShards,
        legs.size(),
        now + 80_000,
        endsAt,
        legs.getFirst().rate().shiftLeft(1),
        3600,
        reserve,
        List.of(REGION),
        legs,
        scene.anything(),
        scene.anything().toInteger());
  }

  private LegTerms leg(SignedOffer offer, long seconds) {
    var rate = SlaOpening.rateOf(offer.offer(), CAPACITY_BYTES);
    return new LegTerms(
        offer.offer().providerId(),
        offer.offer().hash(scene.contracts().orchestrator().domain()),
        CAPACITY_BYTES,
        rate,
        pay(rate, seconds).add(BigInteger.ONE),
        EGRESS_ESCROW,
        pay(rate, 30 * DAY_SECONDS).add(BigInteger.ONE));
  }

  private static BigInteger pay(BigInteger rate, long seconds) {
    return rate.multiply(BigInteger.valueOf(seconds)).shiftRight(32);
  }

  /// Opens by the consumer's signature over terms and money, sent by whoever relays it.
  Opened open(int dataShards, List<Provider> providers, long endsAt) {
    var offers = providers.stream().map(this::offer).toList();
    var terms = terms(dataShards, offers, endsAt, RESERVE);
    var orchestrator = scene.contracts().orchestrator();
    var id = terms.hash(orchestrator.domain());
    long before = scene.chain().now() + 3600;
    var payment =
        PaymentAuthorization.typedData(
            scene.contracts().token(scene.dollar()).domain(),
            terms.consumer(),
            orchestrator.address(),
            terms.total(),
            0,
            before,
            id);
    var authorization = new PaymentAuthorization(0, before, key(Scene.CONSUMER).sign(payment));
    var receipt =
        scene
            .chain()
            .send(Scene.DEPLOYER, orchestrator.openWithAuthorization(terms, offers, authorization));
    return new Opened(terms, id, agreements(receipt), receipt.gasUsed());
  }

  /// Opens at the desk with the chain's coins, of which one too many is sent along.
  Opened openWithCoin(Provider provider, long endsAt) {
    var offers = List.of(offer(provider, Scene.COIN_MARKET));
    var terms = terms(1, offers, endsAt, BigInteger.ZERO);
    var domain = scene.contracts().orchestrator().domain();
    var id = terms.hash(domain);
    var desk = scene.contracts().coinDesk();
    var word = signature(Scene.CONSUMER, desk.sponsorship(id).typedData(domain));
    var sent = new Wei(terms.total()).plus(Wei.of(1));
    var receipt = scene.chain().send(Scene.CONSUMER, desk.openWithCoin(terms, offers, word, sent));
    return new Opened(terms, id, agreements(receipt), receipt.gasUsed());
  }

  /// Opens many agreements with one provider under one offer, each an SLA of its own.
  List<Opened> openMany(Provider provider, int count, long endsAt) {
    var orchestrator = scene.contracts().orchestrator();
    var offers = List.of(offer(provider));
    var all = new ArrayList<SlaTerms>();
    for (int i = 0; i < count; i++) {
      all.add(terms(1, offers, endsAt, BigInteger.ZERO));
    }
    var receipts =
        scene
            .chain()
            .sendAll(
                Scene.CONSUMER,
                all.stream().map(terms -> orchestrator.open(terms, offers)).toList());
    var opened = new ArrayList<Opened>();
    for (int i = 0; i < count; i++) {
      var id = all.get(i).hash(orchestrator.domain());
      var receipt = receipts.get(i);
      opened.add(new Opened(all.get(i), id, agreements(receipt), receipt.gasUsed()));
    }
    return opened;
  }

  private List<AgreementId> agreements(Receipt receipt) {
    return scene.contracts().orchestrator().contract().read(receipt, "AgreementOpened").stream()
        .map(opened -> new AgreementId(opened.values().integer("agreementId")))
        .toList();
  }

  /// Lets the gateway's session key act for the consumer under this SLA.
  void grant(Bytes32 slaId) {
    int rights = Rights.READ | Rights.WRITE | Rights.REVISION | Rights.VOUCHER | Rights.REPLACE;
    scene
        .chain()
        .send(
            Scene.CONSUMER,
            scene
                .contracts()
                .grants()
                .grant(
                    key(Scene.GATEWAY).address(),
                    slaId,
                    rights,
                    scene.chain().now() + 400 * DAY_SECONDS,
                    EGRESS_ESCROW,
                    Bytes32.ZERO));
  }

  /// A revision that both sides signed.
  ///
  /// @param consumerSide who signs for the consumer: itself, or the gateway's session key
  Call commit(Revision revision, int consumerSide, Provider provider) {
    var verifier = scene.contracts().possession();
    var signed = revision.typedData(verifier.domain());
    return verifier.commit(
        revision, signature(consumerSide, signed), signature(provider.account(), signed));
  }

  Call claim(AgreementId agreement, long cumulative, int signer) {
    var signed = voucher(agreement, cumulative, signer);
    return scene.contracts().orchestrator().claimVoucher(signed.voucher(), signed.signature());
  }

  /// One voucher of each, signed by the consumer.
  Call claim(List<AgreementId> agreements, long cumulative) {
    var vouchers = agreements.stream().map(id -> voucher(id, cumulative, Scene.CONSUMER)).toList();
    return scene.contracts().orchestrator().claimVouchers(vouchers);
  }

  private SignedVoucher voucher(AgreementId agreement, long cumulative, int signer) {
    var voucher = new Voucher(agreement, BigInteger.valueOf(cumulative), cumulative * 65_537);
    var domain = scene.contracts().orchestrator().domain();
    return new SignedVoucher(voucher, signature(signer, voucher.typedData(domain)));
  }

  /// A lower rate from the next epoch on, which consumer and provider signed.
  Call lowerRate(Opened opened, AgreementId agreement, Provider provider) {
    var orchestrator = scene.contracts().orchestrator();
    var newest = orchestrator.rateChange(agreement);
    var change =
        new RateChange(
            agreement,
            newest.rate().multiply(BigInteger.valueOf(4)).divide(BigInteger.valueOf(5)),
            scene.schedule().epochAt(scene.chain().now()) + 1,
            newest.number() + 1);
    var signed = change.typedData(orchestrator.domain());
    return orchestrator.changeRate(
        opened.terms(),
        change,
        signature(Scene.CONSUMER, signed),
        signature(provider.account(), signed));
  }

  /// Thirty epochs more at the same rate, under a mandate that the consumer signed.
  Call renew(AgreementId agreement, Provider provider) {
    var orchestrator = scene.contracts().orchestrator();
    var view = orchestrator.agreement(agreement);
    var mandate =
        new RenewalMandate(
            agreement,
            view.consumer(),
            view.rate(),
            30,
            90,
            view.endEpoch() + 365,
            view.deposit().shiftLeft(4),
            view.collateral(),
            0,
            0);
    var renewal =
        new Renewal(
            view.endEpoch(), view.endEpoch() + 30, view.rate(), scene.chain().now() + 3000, 0);
    var given = mandate.typedData(orchestrator.domain());
    var offered = renewal.typedData(orchestrator.domain(), given.digest());
    return orchestrator.renew(
        mandate,
        renewal,
        new Renewal.Signatures(
            signature(Scene.CONSUMER, given), Bytes.EMPTY, signature(provider.account(), offered)));
  }

  /// Puts `successor` in the place of a leg that missed a proof.
  Call replace(Opened opened, AgreementId old, Provider successor) {
    var offer = offer(successor);
    return scene
        .contracts()
        .orchestrator()
        .replaceLeg(
            opened.terms(), old, leg(offer, opened.terms().endsAt() - scene.chain().now()), offer);
  }

  private Bytes signature(int account, TypedData what) {
    return key(account).sign(what).toBytes();
  }

  private PrivateKey key(int account) {
    return scene.chain().key(account);
  }

  private static Bytes32 region(String name) {
    byte[] word = new byte[Bytes32.SIZE];
    byte[] ascii = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, word, 0, ascii.length);
    return Bytes32.of(word);
  }
}
