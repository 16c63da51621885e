package network.flashback.chain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.Orchestrator;
import network.flashback.chain.contract.Sponsorship;

/// A random history: what happens next, given where the model stands.
final class History {
  private static final int SLAS_MOST = 7;

  /// EpochWord.sol: confirmed epochs are kept in words of so many.
  private static final int EPOCHS_IN_WORD = 88;

  private final LedgerChain chain;
  private final Orchestrator orchestrator;
  private final Chooser choose;
  private final Deals deals;

  /// A verb and how often it comes, in parts of all.
  private record Weighted(int weight, Function<LedgerModel, Optional<Step>> verb) {}

  private final List<Weighted> verbs;

  History(LedgerChain chain, long seed) {
    this.chain = chain;
    this.orchestrator = chain.contracts.orchestrator();
    this.choose = new Chooser(seed);
    this.deals = new Deals(chain, choose);
    this.verbs =
        verbs(
            new MoneySteps(chain, choose),
            new DisputeSteps(chain, choose),
            new AmendmentSteps(chain, choose));
  }

  private List<Weighted> verbs(MoneySteps money, DisputeSteps disputes, AmendmentSteps amendments) {
    return List.of(
        new Weighted(10, this::open),
        new Weighted(14, this::activate),
        new Weighted(24, this::confirm),
        new Weighted(14, this::seed),
        new Weighted(6, this::post),
        new Weighted(14, this::credit),
        new Weighted(8, money::settle),
        new Weighted(4, money::settleMany),
        new Weighted(3, money::settleAndWithdraw),
        new Weighted(36, this::penalise),
        new Weighted(1, this::lose),
        new Weighted(4, money::claimVoucher),
        new Weighted(3, money::claimVouchers),
        new Weighted(5, money::topUp),
        new Weighted(8, this::replace),
        new Weighted(10, amendments::changeRate),
        new Weighted(6, amendments::renew),
        new Weighted(1, amendments::revokeMandates),
        new Weighted(5, disputes::freeze),
        new Weighted(4, disputes::release),
        new Weighted(1, this::giveNotice),
        new Weighted(6, this::end),
        new Weighted(3, this::voidOne),
        new Weighted(1, this::endSla),
        new Weighted(2, money::withdrawEarnings),
        new Weighted(3, money::withdrawRefund),
        new Weighted(2, money::sweepFees),
        new Weighted(2, money::claimSlash),
        new Weighted(1, money::cancelOffers));
  }

  /// The next step; time may have to pass before it.
  Step next(LedgerModel model) {
    while (true) {
      long drawn = choose.between(1, verbs.stream().mapToInt(Weighted::weight).sum());
      for (var each : verbs) {
        drawn -= each.weight();
        if (drawn <= 0) {
          var step = each.verb().apply(model);
          if (step.isPresent()) {
            return step.get();
          }
          break;
        }
      }
    }
  }

  /// When the history begins: often some epochs before a new word of 88 epochs does.
  long firstTime(LedgerModel model) {
    var clock = model.clock;
    long word = choose.between(0, 3) * EPOCHS_IN_WORD;
    return Math.max(
        clock.now + 1, clock.schedule.startOf(Math.max(0, word - choose.between(1, 14))));
  }

  /// When the next step happens: mostly at once, often around a second at which a rule changes.
  long nextTime(LedgerModel model) {
    var clock = model.clock;
    var schedule = clock.schedule;
    if (choose.chance(84)) {
      return clock.now;
    }
    if (choose.chance(1)) {
      return clock.now + choose.between(1, 300) * schedule.epochSeconds();
    }
    if (choose.chance(25)) {
      return clock.now + choose.between(1, schedule.epochSeconds());
    }
    long epoch = clock.current();
    var edges = new ArrayList<Long>();
    edges.add(schedule.endOf(epoch));
    edges.add(schedule.endOf(epoch));
    edges.add(clock.silentFinalAt(Math.max(0, epoch - 1)));
    edges.add(clock.silentFinalAt(Math.max(0, epoch - 2)));
    clock.auditEnds(Math.max(0, epoch - 1)).ifPresent(edges::add);
    clock.postedFinalAt().ifPresent(edges::add);
    model.agreements.values().forEach(agreement -> edges.add(agreement.startBy));
    model.slas.values().forEach(sla -> edges.add(sla.replaceableFrom));
    edges.replaceAll(edge -> edge + choose.between(-1, 1));
    edges.removeIf(edge -> edge <= clock.now || edge > schedule.endOf(epoch + 1));
    return choose.anyOf(edges).orElse(clock.now + 1);
  }

  // ---- the consumer's verbs

  private Optional<Step> open(LedgerModel model) {
    if (model.slas.size() >= SLAS_MOST) {
      return Optional.empty();
    }
    var opening = deals.opening(model);
    return Optional.of(choose.chance(30) ? openFor(opening) : open(opening));
  }

  private Step open(Deals.Opening opening) {
    int consumer = opening.consumer();
    return Step.quiet(
        "open",
        "open " + opening.id() + " " + opening.terms(),
        consumer,
        orchestrator.open(opening.terms(), opening.offers()),
        next -> opening.apply(next, Payer.consumer(consumer)));
  }

  /// The other consumer pays.
  private Step openFor(Deals.Opening opening) {
    int consumer = opening.consumer();
    int payer = LedgerChain.CONSUMERS + 1 - consumer;
    boolean refundsPayer = choose.chance(50);
    boolean agreed = !choose.chance(10);
    var sponsorship = new Sponsorship(opening.id(), chain.address(payer), refundsPayer);
    var data = sponsorship.typedData(orchestrator.domain());
    var signature = chain.key(agreed ? consumer : payer).sign(data).toBytes();
    return Step.quiet(
        "openFor",
        "open " + opening.id() + " " + opening.terms() + " paid by " + payer,
        payer,
        orchestrator.openFor(opening.terms(), opening.offers(), sponsorship, signature),
        next -> opening.apply(next, new Payer(payer, refundsPayer ? payer : consumer, agreed)));
  }

  private Optional<Step> replace(LedgerModel model) {
    var due =
        model.agreements.values().stream()
            .filter(model::isReplaceDue)
            .filter(each -> !model.slaOf(each).isOver())
            .filter(each -> model.clock.now < model.slaOf(each).terms.endsAt())
            .toList();
    return choose
        .mostly(due, model.agreements.values())
        .map(
            old -> {
              var sla = model.slaOf(old);
              long startBy = model.clock.now + model.rules.startSeconds();
              long provider = choose.between(1, LedgerChain.PROVIDERS);
              var deal = deals.replacement(model, old, provider, startBy, sla.terms);
              var call = orchestrator.replaceLeg(sla.terms, old.id, deal.leg(), deal.offer());
              return Step.quiet(
                  "replaceLeg",
                  "replace " + old.id + " by " + deal.leg(),
                  old.consumer,
                  call,
                  next -> next.replaceLeg(sla.id, old.id, deal.leg(), deal.offer().offer()));
            });
  }

  private Optional<Step> giveNotice(LedgerModel model) {
    return choose
        .agreement(model, each -> each.state == AgreementState.ACTIVE)
        .map(
            each -> {
              int owner = LedgerChain.ownerOf(each.provider());
              int from =
                  choose.chance(10)
                      ? LedgerChain.STRANGER
                      : choose.chance(50) ? owner : each.consumer;
              return Step.quiet(
                  "giveNotice",
                  "notice of " + each.id + " by " + from,
                  from,
                  orchestrator.giveNotice(each.id),
                  next -> next.giveNotice(each.id, from != LedgerChain.STRANGER));
            });
  }

  private Optional<Step> end(LedgerModel model) {
    return choose
        .agreement(model, each -> each.isLive() && each.endEpoch <= model.clock.current())
        .map(
            each ->
                Step.quiet(
                    "end",
                    "end " + each.id,
                    LedgerChain.STRANGER,
                    orchestrator.end(each.id),
                    next -> next.end(each.id)));
  }

  private Optional<Step> voidOne(LedgerModel model) {
    return choose
        .agreement(model, each -> each.state == AgreementState.OPEN)
        .map(
            each ->
                Step.quiet(
                    "void",
                    "void " + each.id,
                    LedgerChain.STRANGER,
                    orchestrator.voidAgreement(each.id),
                    next -> next.voidAgreement(each.id)));
  }

  private Optional<Step> endSla(LedgerModel model) {
    return choose
        .anyOf(model.slas.values())
        .map(
            sla ->
                Step.quiet(
                    "endSla",
                    "end SLA " + sla.id,
                    LedgerChain.STRANGER,
                    orchestrator.endSla(sla.id),
                    next -> next.endSla(sla.id)));
  }

  // ---- the modules' verbs

  private Optional<Step> activate(LedgerModel model) {
    return choose
        .agreement(model, each -> each.state == AgreementState.OPEN)
        .map(
            each ->
                Step.quiet(
                    "activate",
                    "activate " + each.id,
                    LedgerChain.VERIFIER,
                    call("activate", each.id.value()),
                    next -> next.activate(each.id)));
  }

  private Optional<Step> confirm(LedgerModel model) {
    // The last providers are mostly away, so that their misses stand in rows.
    long provider = choose.between(1, LedgerChain.PROVIDERS);
    if (provider > LedgerChain.PROVIDERS / 2 && !choose.chance(20)) {
      return Optional.empty();
    }
    long back = choose.chance(85) ? 1 : choose.between(0, 3);
    long epoch = Math.max(0, model.clock.current() - back);
    if (model.clock.isConfirmed(provider, epoch) && !choose.chance(10)) {
      return Optional.empty();
    }
    if (choose.chance(25)) {
      long whole = model.clock.schedule.epochSeconds();
      long lacking = choose.chance(5) ? whole : choose.between(0, whole - 1);
      return Optional.of(
          Step.quiet(
              "confirmShort",
              "confirm " + epoch + " of " + provider + " but for " + lacking + " s",
              LedgerChain.VERIFIER,
              call("confirmShort", provider, epoch, lacking),
              next -> next.clock.confirmShort(provider, epoch, lacking)));
    }
    return Optional.of(
        Step.quiet(
            "confirm",
            "confirm " + epoch + " of " + provider,
            LedgerChain.VERIFIER,
            call("confirm", provider, epoch),
            next -> next.clock.confirm(provider, epoch)));
  }

  private Optional<Step> seed(LedgerModel model) {
    long epoch = Math.max(0, model.clock.current() - choose.between(1, 3));
    if (model.clock.isSeeded(epoch) && !choose.chance(5)) {
      return Optional.empty();
    }
    return Optional.of(
        Step.quiet(
            "seed",
            "seed " + epoch,
            LedgerChain.STRANGER,
            chain.contracts.beacon().post(epoch, chain.seedSignature(epoch)),
            next -> next.clock.seed(epoch)));
  }

  private Optional<Step> post(LedgerModel model) {
    long back = choose.chance(85) ? 1 : choose.between(0, 3);
    long epoch = Math.max(0, model.clock.current() - back);
    if (model.clock.posted().orElse(-1) >= epoch && !choose.chance(10)) {
      return Optional.empty();
    }
    return Optional.of(
        Step.quiet(
            "rootPosted",
            "root of " + epoch,
            LedgerChain.ORACLE,
            call("rootPosted", epoch),
            next -> next.clock.post(epoch)));
  }

  private Optional<Step> credit(LedgerModel model) {
    if (model.clock.posted().isEmpty()) {
      return Optional.empty();
    }
    long posted = model.clock.posted().getAsLong();
    long epoch = choose.chance(95) ? posted : Math.max(0, posted - 1);
    int bps = (int) (choose.chance(2) ? 10_001 : choose.between(0, 10_000));
    boolean open = model.clock.finalEpoch().orElse(-1) < epoch;
    return choose
        .agreement(
            model,
            each ->
                open
                    && each.isLive()
                    && epoch >= Math.max(each.startEpoch, each.creditedThrough)
                    && epoch < each.endEpoch
                    && model.clock.isConfirmed(each.provider(), epoch))
        .map(
            each ->
                Step.telling(
                    "credit",
                    "credit " + each.id + " " + bps + " of " + epoch,
                    LedgerChain.ORACLE,
                    call("credit", each.id.value(), epoch, bps),
                    next -> next.credit(each.id, epoch, bps)));
  }

  private Optional<Step> penalise(LedgerModel model) {
    return choose
        .agreement(model, each -> each.isLive() && model.clock.isAuditOver(firstMiss(model, each)))
        .map(
            each -> {
              long off = choose.chance(92) ? 0 : choose.between(-2, 2);
              long epoch = Math.max(0, firstMiss(model, each) + off);
              return Step.telling(
                  "penaliseMiss",
                  "penalise " + each.id + " for " + epoch,
                  LedgerChain.STRANGER,
                  orchestrator.penaliseMiss(each.id, epoch),
                  next ->
                      next.penaliseMiss(each.id, epoch, LedgerChain.STRANGER, LedgerChain.FUND));
            });
  }

  /// A loss that its provider declared, or could not deny: in the verifier's name, at any time.
  private Optional<Step> lose(LedgerModel model) {
    return choose
        .agreement(model, Agreement::isLive)
        .map(
            each ->
                Step.telling(
                    "lose",
                    "breach of " + each.id,
                    LedgerChain.VERIFIER,
                    call(
                        "breach",
                        each.id.value(),
                        model.clock.current(),
                        chain.address(LedgerChain.STRANGER)),
                    next -> next.breach(each.id, LedgerChain.STRANGER, LedgerChain.FUND)));
  }

  private static long firstMiss(LedgerModel model, Agreement agreement) {
    long epoch = Math.max(agreement.startEpoch, agreement.penalisedThrough);
    while (model.clock.isConfirmed(agreement.provider(), epoch)) {
      epoch++;
    }
    return epoch;
  }

  // ---- choosing

  private Call call(String function, Object... arguments) {
    return orchestrator.contract().callOf(function, arguments);
  }
}
