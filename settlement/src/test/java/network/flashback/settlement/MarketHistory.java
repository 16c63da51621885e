package network.flashback.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Orchestrator;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.TypedData;

/// What consumers, providers and arbitrators of a [SimulatedMarket] do of themselves, drawn from a
/// seed. What the contracts refuse is part of the history as well; both are counted.
final class MarketHistory {
  private static final int SLAS_MOST = 6;
  private static final int EPOCHS_MOST = 9;

  final SortedMap<String, Integer> done = new TreeMap<>();
  final SortedMap<String, Integer> refused = new TreeMap<>();

  /// Agreements whose bytes are gone, and since which epoch; their providers say nothing.
  final Map<AgreementId, Long> lost = new HashMap<>();

  private final SimulatedMarket market;
  private final Orchestrator orchestrator;
  private final Random random;
  private final List<Verb> verbs = new ArrayList<>();
  private final Map<AgreementId, BigInteger> vouched = new HashMap<>();
  private final Set<Long> disputes = new HashSet<>();
  private long disputesEver;

  /// @param deed says the error with which it was refused, if it was
  private record Verb(String name, Supplier<Optional<String>> deed) {}

  MarketHistory(SimulatedMarket market, Random random) {
    this.market = market;
    this.orchestrator = market.contracts.orchestrator();
    this.random = random;
    verb("topUp", this::topUp);
    verb("changeRate", this::changeRate);
    verb("giveNotice", this::giveNotice);
    verb("renew", this::renew);
    verb("replaceLeg", this::replaceLeg);
    verb("claimVoucher", this::claimVoucher);
    verb("freeze", this::freeze);
    verb("release", this::release);
    verb("withdrawEarnings", this::withdrawEarnings);
    verb("withdrawRefund", this::withdrawRefund);
    verb("sweepFees", () -> anybody(orchestrator.sweepFees(SimulatedChain.MARKET)));
    verb("claimSlash", this::claimSlash);
    verb("unstake", this::unstake);
    verb("declareFault", this::declareFault);
    verb("lose", this::lose);
  }

  private void verb(String name, Supplier<Optional<String>> deed) {
    verbs.add(new Verb(name, deed));
  }

  void count(String verb, Optional<String> refusal) {
    refusal.ifPresentOrElse(
        error -> refused.merge(verb + " " + error, 1, Integer::sum),
        () -> done.merge(verb, 1, Integer::sum));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /// Some deeds in the running epoch; new SLAs where there are few.
  void happen() {
    if (market.slas.size() < SLAS_MOST || live().size() < 3) {
      open();
    }
    int deeds = 2 + random.nextInt(5);
    for (int i = 0; i < deeds; i++) {
      var verb = verbs.get(random.nextInt(verbs.size()));
      count(verb.name(), verb.deed().get());
    }
  }

  List<Long> disputes() {
    return List.copyOf(disputes);
  }

  List<AgreementView> live() {
    return market.slas.keySet().stream()
        .flatMap(id -> market.contracts.lens().sla(id).live().stream())
        .toList();
  }

  private Optional<AgreementView> any() {
    var all = live();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private Optional<String> of(Function<AgreementView, Optional<String>> deed) {
    return any().map(deed).orElse(Optional.of("NobodyThere"));
  }

  private Optional<String> anybody(Call call) {
    return market.chain.attempt(SimulatedChain.DEPLOYER, call);
  }

  private BigInteger dollars(int most) {
    return SimulatedMarket.DOLLAR.multiply(BigInteger.valueOf(1 + random.nextInt(most)));
  }

  private BigInteger rate() {
    return SimulatedMarket.RATE.shiftRight(5).multiply(BigInteger.valueOf(1 + random.nextInt(64)));
  }

  // ---- the consumers' deeds

  private void open() {
    var providers = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(providers, random);
    var legs =
        providers.subList(0, 1 + random.nextInt(SimulatedMarket.PROVIDERS)).stream()
            .map(
                provider ->
                    new SimulatedMarket.Leg(provider, rate(), dollars(100_000), dollars(200_000)))
            .toList();
    long ends =
        market.chain.schedule.startOf(market.chain.epoch() + 2 + random.nextInt(EPOCHS_MOST));
    var reserve = chance(50) ? dollars(1_000_000) : BigInteger.ZERO;
    var id = market.open(random.nextInt(SimulatedMarket.CONSUMERS), ends, reserve, legs);
    market.agreements(id).stream().filter(each -> chance(92)).forEach(market::commit);
    count("open", Optional.empty());
  }

  private Optional<String> topUp() {
    return of(
        each ->
            market.chain.attempt(
                market.consumerOf(each.id()),
                orchestrator.topUp(each.id(), dollars(100_000), dollars(1_000))));
  }

  private SlaTerms terms(AgreementView agreement) {
    return Objects.requireNonNull(market.slas.get(agreement.slaId()));
  }

  private Bytes signed(int account, TypedData data) {
    return market.chain.key(account).sign(data).toBytes();
  }

  private int owner(AgreementId id) {
    return SimulatedMarket.owner(market.provider(id));
  }

  private Optional<String> changeRate() {
    return of(
        each -> {
          var newest = orchestrator.rateChange(each.id());
          var change =
              new RateChange(
                  each.id(),
                  chance(70) ? rate().min(each.rate().subtract(BigInteger.ONE)) : rate(),
                  market.chain.epoch() + 1 + random.nextInt(3),
                  newest.number() + 1);
          var data = change.typedData(orchestrator.domain());
          return anybody(
              orchestrator.changeRate(
                  terms(each),
                  change,
                  signed(market.consumerOf(each.id()), data),
                  signed(owner(each.id()), data)));
        });
  }

  private Optional<String> giveNotice() {
    return of(
        each ->
            market.chain.attempt(
                chance(50) ? owner(each.id()) : market.consumerOf(each.id()),
                orchestrator.giveNotice(each.id())));
  }

  private Optional<String> renew() {
    return of(
        each -> {
          int consumer = market.consumerOf(each.id());
          var mandate =
              new RenewalMandate(
                  each.id(),
                  each.consumer(),
                  each.rate().shiftLeft(1),
                  6,
                  90,
                  each.endEpoch() + 30,
                  BigInteger.ONE.shiftLeft(70),
                  BigInteger.ZERO,
                  orchestrator.mandateNonceOf(each.id(), each.consumer()),
                  orchestrator.mandateNonceOf(each.id(), each.consumer()));
          var renewal =
              new Renewal(
                  each.endEpoch(),
                  each.endEpoch() + 1 + random.nextInt(4),
                  each.rate(),
                  market.chain.now() + 1_000,
                  orchestrator.offerNonceOf(each.providerId()));
          var data = mandate.typedData(orchestrator.domain());
          var offered = renewal.typedData(orchestrator.domain(), data.digest());
          return anybody(
              orchestrator.renew(
                  mandate,
                  renewal,
                  new Renewal.Signatures(
                      signed(consumer, data), Bytes.EMPTY, signed(owner(each.id()), offered))));
        });
  }

  /// Mostly of a leg that missed a proof.
  private Optional<String> replaceLeg() {
    var due = new ArrayList<AgreementView>();
    for (Bytes32 slaId : market.slas.keySet()) {
      for (AgreementView each : market.contracts.lens().sla(slaId).agreements()) {
        if (each.state() == AgreementState.BREACHED || each.missedInRow() > 0) {
          due.add(each);
        }
      }
    }
    if (due.isEmpty()) {
      return Optional.of("NobodyThere");
    }
    var old = due.get(random.nextInt(due.size()));
    var sla = terms(old);
    if (sla.endsAt() <= market.chain.now()) {
      return Optional.of("TimesInvalid");
    }
    var leg =
        new SimulatedMarket.Leg(
            random.nextInt(SimulatedMarket.PROVIDERS),
            rate().min(sla.maximumRate()),
            BigInteger.ZERO,
            dollars(50_000));
    var offer = market.offer(leg);
    var terms = market.terms(leg, offer, sla.endsAt());
    var refusal =
        market.chain.attempt(
            market.consumerOf(old.id()), orchestrator.replaceLeg(sla, old.id(), terms, offer));
    if (refusal.isEmpty()) {
      count("start", market.attemptCommit(market.agreements(old.slaId()).getLast()));
    }
    return refusal;
  }

  private Optional<String> claimVoucher() {
    return of(
        each -> {
          var more = vouched.getOrDefault(each.id(), BigInteger.ZERO).add(dollars(20_000));
          var voucher = new Voucher(each.id(), more, more.longValueExact());
          var data = voucher.typedData(orchestrator.domain());
          var call = orchestrator.claimVoucher(voucher, signed(market.consumerOf(each.id()), data));
          var refusal = anybody(call);
          if (refusal.isEmpty()) {
            vouched.put(each.id(), more);
          }
          return refusal;
        });
  }

  // ---- disputes, in the arbitration's name: any sum, any ruling

  private Optional<String> freeze() {
    return of(
        each -> {
          long dispute = disputesEver + 1;
          var refusal =
              inArbitration(
                  "freeze",
                  BigInteger.valueOf(dispute),
                  each.id().value(),
                  chance(50),
                  dollars(30_000));
          if (refusal.isEmpty()) {
            disputesEver++;
            disputes.add(dispute);
          }
          return refusal;
        });
  }

  private Optional<String> release() {
    if (disputes.isEmpty()) {
      return Optional.of("NobodyThere");
    }
    long dispute = List.copyOf(disputes).get(random.nextInt(disputes.size()));
    var refusal = inArbitration("release", BigInteger.valueOf(dispute), chance(50));
    if (refusal.isEmpty()) {
      disputes.remove(dispute);
    }
    return refusal;
  }

  private Optional<String> inArbitration(String verb, Object... arguments) {
    return market.chain.attempt(
        market.contracts.arbitration().address(), orchestrator.contract().callOf(verb, arguments));
  }

  // ---- money and stake

  private Optional<String> withdrawEarnings() {
    long id = market.id(random.nextInt(SimulatedMarket.PROVIDERS));
    return anybody(orchestrator.withdrawEarnings(id, SimulatedChain.MARKET));
  }

  private Optional<String> withdrawRefund() {
    var consumer =
        market.chain.address(SimulatedMarket.consumer(random.nextInt(SimulatedMarket.CONSUMERS)));
    return anybody(orchestrator.withdrawRefund(consumer, market.chain.dollar()));
  }

  private Optional<String> claimSlash() {
    List<Address> earners =
        List.of(
            market.chain.address(SimulatedMarket.consumer(0)),
            market.chain.address(SimulatedMarket.consumer(1)),
            market.contracts.fund());
    var earner = earners.get(random.nextInt(earners.size()));
    return anybody(market.contracts.stakes().claim(earner, market.chain.dollar()));
  }

  private Optional<String> unstake() {
    int provider = random.nextInt(SimulatedMarket.PROVIDERS);
    var stakes = market.contracts.stakes();
    var call =
        chance(60)
            ? stakes.requestUnstake(market.id(provider), market.chain.dollar(), dollars(1_000))
            : stakes.unstake(market.id(provider), market.chain.dollar());
    return market.chain.attempt(SimulatedMarket.owner(provider), call);
  }

  // ---- losses

  private Optional<String> declareFault() {
    return chance(75)
        ? Optional.of("NotThisTime")
        : of(
            each ->
                market.chain.attempt(
                    owner(each.id()),
                    market.contracts.possession().declareFault(each.id(), market.chain.epoch())));
  }

  private Optional<String> lose() {
    return of(
        each -> {
          lost.putIfAbsent(each.id(), market.chain.epoch());
          return Optional.empty();
        });
  }
}
