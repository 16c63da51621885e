package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Bytes32;

/// The ledger's rules, told a second time and in another way: sets of epochs instead of packed
/// words, one integer for each amount, searches instead of closed forms. Each verb does what the
/// contracts must do, or throws the [Refusal] with which they must refuse. Accounts are numbers:
/// whose keys they are is nothing to the model.
final class LedgerModel {
  static final int MARKET = 1;
  static final long EVERYTHING = Long.MAX_VALUE;
  private static final long SEED_PATIENCE_SECONDS = 8 * 86_400;
  private static final BigInteger BPS = BigInteger.valueOf(10_000);

  /// Misses in a row that cost a part of the collateral; one more is a breach.
  private static final int MISSES_BEFORE_BREACH = 3;

  final Rules rules;
  final Clock clock;
  final Map<Bytes32, Sla> slas = new LinkedHashMap<>();
  final Map<AgreementId, Agreement> agreements = new LinkedHashMap<>();
  final Map<Long, Long> offerNonce = new TreeMap<>();
  final Map<Long, Disputes.Frozen> frozen = new TreeMap<>();
  final Till till;
  final Stakes stakes;

  LedgerModel(Rules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
    this.till = new Till();
    this.stakes = new Stakes();
  }

  private LedgerModel(LedgerModel other) {
    this.rules = other.rules;
    this.clock = other.clock.copy();
    this.till = other.till.copy();
    this.stakes = other.stakes.copy();
    offerNonce.putAll(other.offerNonce);
    frozen.putAll(other.frozen);
    for (var sla : other.slas.values()) {
      var copy = sla.copy();
      slas.put(copy.id, copy);
      copy.legs.forEach(leg -> agreements.put(leg.id, leg));
    }
  }

  /// A step is tried on a copy, which is dropped when the step is refused: like a transaction.
  LedgerModel copy() {
    return new LedgerModel(this);
  }

  // ---- opening

  void open(Bytes32 slaId, SlaTerms terms, int consumer, List<OfferTerms> offers, Payer payer) {
    long now = clock.now;
    Refusal.when(slas.containsKey(slaId), "SlaExists");
    Refusal.when(terms.legs().size() != terms.totalShards(), "LegCountWrong");
    boolean shards = terms.dataShards() >= 1 && terms.dataShards() <= terms.totalShards();
    Refusal.when(!shards, "ShardsInvalid");
    boolean inTime =
        terms.startBy() > now
            && terms.startBy() <= now + rules.startSeconds()
            && terms.endsAt() > terms.startBy();
    Refusal.when(!inTime, "TimesInvalid");
    long endEpoch = clock.schedule.epochAt(terms.endsAt() - 1) + 1;
    var sla = new Sla(slaId, terms, consumer, payer.refundee(), endEpoch);
    for (int i = 0; i < terms.legs().size(); i++) {
      var leg = terms.legs().get(i);
      boolean twice =
          terms.legs().stream().limit(i).anyMatch(other -> other.providerId() == leg.providerId());
      Refusal.when(twice, "ProviderTwice");
      openLeg(sla, leg, offers.get(i), terms.startBy(), i);
    }
    Refusal.when(!payer.isAgreed(), "SponsorshipSignatureInvalid");
    slas.put(slaId, sla);
    till.wallets.add(payer.account(), terms.total().negate());
  }

  private void openLeg(Sla sla, LegTerms leg, OfferTerms offer, long startBy, int index) {
    long nonce = offerNonce.getOrDefault(offer.providerId(), 0L);
    var entry = new Entry(rules, clock.now);
    entry.requireOffered(offer, nonce, stakes.of(offer.providerId()));
    entry.requireFits(leg, offer, startBy, sla.terms.endsAt());
    long wanted = reserved(leg.providerId()) + leg.capacityBytes();
    Refusal.when(wanted > offer.capacityBytes(), "OfferOverfilled");
    Refusal.when(leg.collateral().compareTo(stakes.free.of(leg.providerId())) > 0, "StakeShort");
    var agreement = sla.open(leg, MARKET, index, startBy);
    agreements.put(agreement.id, agreement);
    stakes.commit(leg.providerId(), leg.collateral());
  }

  long reserved(long provider) {
    var theirs = agreements.values().stream().filter(each -> each.provider() == provider);
    return theirs.mapToLong(Agreement::reservedBytes).sum();
  }

  void cancelOffers(long provider) {
    offerNonce.merge(provider, 1L, Long::sum);
  }

  // ---- delivery

  void activate(AgreementId id) {
    var agreement = known(id);
    Refusal.when(agreement.state != AgreementState.OPEN, "WrongState");
    long startEpoch = clock.current() + 1;
    Refusal.when(startEpoch >= agreement.endEpoch, "StartsTooLate");
    agreement.state = AgreementState.ACTIVE;
    agreement.startEpoch = startEpoch;
    follow(slaOf(agreement));
  }

  BigInteger credit(AgreementId id, long epoch, int bps) {
    var agreement = known(id);
    Refusal.when(!agreement.isLive(), "WrongState");
    Refusal.when(bps > 10_000, "CreditAboveEpoch");
    var posted = clock.posted();
    boolean isPosted = posted.isPresent() && posted.getAsLong() == epoch;
    boolean isFinal = clock.finalEpoch().orElse(-1) >= epoch;
    boolean ours = epoch >= agreement.startEpoch && epoch < agreement.endEpoch;
    boolean paid = clock.isConfirmed(agreement.provider(), epoch);
    boolean again = epoch < agreement.creditedThrough;
    Refusal.when(!isPosted || isFinal || !ours || !paid || again, "CreditOutsideWindow");
    var amount = epochPay(agreement, epoch).multiply(BigInteger.valueOf(bps)).divide(BPS);
    agreement.creditedThrough = epoch + 1;
    agreement.creditPending = agreement.creditPending.add(amount);
    return amount;
  }

  /// What the epoch alone pays when everything before it was paid.
  private BigInteger epochPay(Agreement agreement, long epoch) {
    var rates = new Rates(this);
    long end = clock.confirmedSeconds(agreement.provider(), epoch);
    long seconds = clock.lengthOf(agreement.provider(), epoch);
    var start = new Agreement.Paid(BigInteger.ZERO, clockOf(agreement), agreement.fraction);
    var before = rates.paid(agreement, start, end - seconds, agreement.deposit);
    return rates
        .paid(agreement, before, end, agreement.deposit)
        .pay()
        .subtract(before.pay())
        .min(agreement.rateIn(epoch).payFor(seconds));
  }

  long clockOf(Agreement agreement) {
    return agreement.clockKnown
        ? agreement.clock
        : clock.confirmedSeconds(agreement.provider(), agreement.startEpoch - 1);
  }

  // ---- settling

  BigInteger settle(AgreementId id) {
    var agreement = known(id);
    Refusal.when(!agreement.isLive(), "WrongState");
    return settleFinal(agreement);
  }

  BigInteger settleMany(List<AgreementId> ids) {
    var paid = BigInteger.ZERO;
    for (var id : ids) {
      var agreement = agreements.get(id);
      if (agreement != null && agreement.isLive()) {
        paid = paid.add(settleFinal(agreement));
      }
    }
    return paid;
  }

  BigInteger settleAndWithdraw(List<AgreementId> ids) {
    Refusal.when(ids.isEmpty(), "NothingToWithdraw");
    long provider = ids.getFirst().providerId();
    Refusal.when(ids.stream().anyMatch(id -> id.providerId() != provider), "EarningsMixed");
    settleMany(ids);
    return till.withdrawEarnings(provider, LedgerChain.payoutOf(provider), rules.feeBps());
  }

  private BigInteger settleFinal(Agreement agreement) {
    var last = clock.finalEpoch();
    return last.isEmpty() ? BigInteger.ZERO : settleThrough(agreement, last.getAsLong());
  }

  BigInteger settleThrough(Agreement agreement, long last) {
    var newest = clock.newestConfirmed(agreement.provider());
    boolean begun = newest.isPresent() && newest.getAsLong() >= agreement.startEpoch;
    if (!begun || last < agreement.startEpoch) {
      return BigInteger.ZERO;
    }
    long from = clockOf(agreement);
    long until =
        clock.confirmedSeconds(agreement.provider(), Math.min(last, agreement.endEpoch - 1));
    var rates = new Rates(this);
    var start = new Agreement.Paid(BigInteger.ZERO, from, agreement.fraction);
    var settled = rates.paid(agreement, start, until, agreement.deposit);
    boolean turns =
        rates.turns(agreement, settled.clock(), Math.min(last, agreement.endEpoch - 1) + 1);
    if (settled.clock() == from && !turns) {
      return BigInteger.ZERO;
    }
    agreement.shown += turns ? 1 : 0;
    agreement.clockKnown = true;
    agreement.clock = settled.clock();
    agreement.fraction = settled.fraction();
    agreement.deposit = agreement.deposit.subtract(settled.pay());
    var credited = settled.pay().min(agreement.creditPending);
    agreement.creditPending = agreement.creditPending.subtract(credited);
    till.refunds.add(agreement.consumer, credited);
    var paid = settled.pay().subtract(credited);
    till.earnings.add(agreement.provider(), paid);
    return paid;
  }

  // ---- penalties

  BigInteger penaliseMiss(AgreementId id, long epoch, int prover, int fund) {
    var agreement = known(id);
    Refusal.when(!agreement.isLive(), "WrongState");
    long next = Math.max(agreement.penalisedThrough, agreement.startEpoch);
    Refusal.when(epoch < agreement.penalisedThrough, "PenalisedAlready");
    boolean ours = epoch >= next && epoch < agreement.endEpoch;
    boolean missed = !clock.isConfirmed(agreement.provider(), epoch) && clock.isAuditOver(epoch);
    Refusal.when(!ours || epoch >= clock.current() || !missed, "EpochNotMissed");
    for (long between = next; between < epoch; between++) {
      Refusal.when(!clock.isConfirmed(agreement.provider(), between), "PenaliseInOrder");
    }
    agreement.missedInRow = epoch > next ? 1 : agreement.missedInRow + 1;
    agreement.penalisedThrough = epoch + 1;
    var penalty = agreement.missPenalty(epoch, clock.schedule.epochSeconds());
    return agreement.missedInRow > MISSES_BEFORE_BREACH
        ? breach(id, prover, fund)
        : slash(agreement, penalty, prover, fund);
  }

  /// Its bytes are lost, whoever says so.
  BigInteger breach(AgreementId id, int prover, int fund) {
    var agreement = known(id);
    Refusal.when(!agreement.isLive(), "WrongState");
    agreement.missedInRow = MISSES_BEFORE_BREACH + 1;
    settleThrough(agreement, EVERYTHING);
    slaOf(agreement).lost++;
    agreement.breachRefund = refundAndClose(agreement, AgreementState.CLOSED);
    agreement.replaceable = true;
    return slash(agreement, agreement.collateral, prover, fund);
  }

  private BigInteger slash(Agreement agreement, BigInteger lost, int prover, int fund) {
    stakes.slash(agreement, lost);
    agreement.addSlashShare(till.share(lost, agreement.consumer, fund, prover));
    return lost;
  }

  // ---- replacing

  void replaceLeg(Bytes32 slaId, AgreementId oldId, LegTerms leg, OfferTerms offer) {
    var sla = slas.get(slaId);
    if (sla == null) {
      throw new Refusal("SlaUnknown");
    }
    Refusal.when(sla.isOver(), "SlaNotLive");
    Refusal.when(clock.now >= sla.terms.endsAt(), "TimesInvalid");
    Refusal.when(clock.now < sla.replaceableFrom, "CoolDownRunning");
    Refusal.when(leg.rate().compareTo(sla.terms.maximumRate()) > 0, "RateAboveMandate");
    var old = known(oldId);
    Refusal.when(!old.slaId.equals(slaId), "SlaMismatch");
    Refusal.when(!isReplaceDue(old), "ReplaceNotDue");
    new Funding(this, sla, old).pay(leg.deposit().add(leg.egressEscrow()));
    boolean twice =
        sla.legs.stream()
            .anyMatch(each -> each.provider() == leg.providerId() && each.state.isLive());
    Refusal.when(twice, "ProviderTwice");
    sla.replaceableFrom = clock.now + sla.terms.coolDownSeconds();
    openLeg(sla, leg, offer, clock.now + rules.startSeconds(), old.legIndex);
    follow(sla);
    stakes.release(old);
  }

  boolean isReplaceDue(Agreement old) {
    if (!old.isLive()) {
      return old.replaceable;
    }
    OptionalLong newest = clock.newestConfirmed(old.provider());
    return old.penalisedThrough > 0 && newest.orElse(-1) < old.penalisedThrough;
  }

  // ---- ending

  void giveNotice(AgreementId id, boolean byAParty) {
    var agreement = known(id);
    Refusal.when(agreement.state != AgreementState.ACTIVE, "WrongState");
    Refusal.when(!byAParty, "NotAuthorised");
    long endEpoch = clock.schedule.epochAt(clock.now + rules.noticeSeconds()) + 1;
    agreement.endEpoch = Math.min(agreement.endEpoch, endEpoch);
    agreement.state = AgreementState.NOTICE;
  }

  void end(AgreementId id) {
    var agreement = known(id);
    Refusal.when(!agreement.isLive(), "WrongState");
    long last = agreement.endEpoch - 1;
    Refusal.when(clock.finalEpoch().orElse(-1) < last, "TooEarly");
    boolean proven = clock.newestConfirmed(agreement.provider()).orElse(-1) >= last;
    boolean patient = clock.now <= clock.schedule.endOf(last) + SEED_PATIENCE_SECONDS;
    Refusal.when(!proven && patient && !clock.isAuditOver(last), "TooEarly");
    settleThrough(agreement, EVERYTHING);
    var sla = slaOf(agreement);
    if (agreement.endEpoch < sla.endEpoch) {
      sla.lost++;
    }
    refundAndClose(agreement, AgreementState.CLOSED);
    stakes.release(agreement);
  }

  void voidAgreement(AgreementId id) {
    var agreement = known(id);
    Refusal.when(agreement.state != AgreementState.OPEN, "WrongState");
    Refusal.when(clock.now <= agreement.startBy, "TooEarly");
    slaOf(agreement).lost++;
    refundAndClose(agreement, AgreementState.VOID);
    stakes.release(agreement);
  }

  void endSla(Bytes32 id) {
    var sla = slas.get(id);
    if (sla == null) {
      throw new Refusal("SlaUnknown");
    }
    Refusal.when(sla.alive() > 0, "LegsAlive");
    follow(sla);
  }

  BigInteger close(Agreement agreement, AgreementState finalState) {
    var rest = agreement.deposit.add(agreement.egressEscrow).subtract(agreement.egressClaimed);
    agreement.deposit = BigInteger.ZERO;
    agreement.egressEscrow = agreement.egressClaimed;
    agreement.state = finalState;
    return rest;
  }

  private BigInteger refundAndClose(Agreement agreement, AgreementState finalState) {
    var rest = close(agreement, finalState);
    till.refunds.add(slaOf(agreement).refundee, rest);
    follow(slaOf(agreement));
    return rest;
  }

  private void follow(Sla sla) {
    if (sla.alive() == 0) {
      till.refunds.add(sla.refundee, sla.reserve);
      sla.reserve = BigInteger.ZERO;
    }
    sla.follow();
  }

  // ---- small

  Sla slaOf(Agreement agreement) {
    return Objects.requireNonNull(slas.get(agreement.slaId));
  }

  Agreement known(AgreementId id) {
    var agreement = agreements.get(id);
    if (agreement == null) {
      throw new Refusal("WrongState");
    }
    return agreement;
  }
}
