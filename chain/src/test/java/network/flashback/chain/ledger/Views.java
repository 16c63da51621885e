package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// Everything that can be seen of the ledger, by name: once of the contracts, once of the model.
final class Views {
  private static final List<String> FIELDS =
      List.of(
          "providerId",
          "market",
          "state",
          "capacityBytes",
          "deposit",
          "rate",
          "clock",
          "frac",
          "startEpoch",
          "endEpoch",
          "penalisedThrough",
          "missedInRow",
          "collateral",
          "egressEscrow",
          "egressClaimed",
          "creditPending");

  /// As the contracts number them.
  private static final List<AgreementState> AGREEMENT_STATES = List.of(AgreementState.values());

  private static final List<SlaState> SLA_STATES = List.of(SlaState.values());

  /// How many of the newest epochs are looked at one by one.
  private static final int EPOCHS_SEEN = 3;

  private record Question(Contract contract, String function, Call call, Consumer<Values> note) {}

  private final LedgerChain chain;
  private final List<Question> questions = new ArrayList<>();
  private final SortedMap<String, Object> seen = new TreeMap<>();

  private Views(LedgerChain chain) {
    this.chain = chain;
  }

  /// What the contracts say now, of all that the model knows.
  static SortedMap<String, Object> of(LedgerChain chain, LedgerModel model) {
    var views = new Views(chain);
    views.askAll(model);
    return views.seen;
  }

  private static int[] accounts() {
    var payouts = LongStream.rangeClosed(1, LedgerChain.PROVIDERS).mapToInt(LedgerChain::payoutOf);
    var others = IntStream.of(1, 2, LedgerChain.STRANGER, LedgerChain.FUND, LedgerChain.SPLITTER);
    return IntStream.concat(others, payouts).toArray();
  }

  private void askAll(LedgerModel model) {
    var contracts = chain.contracts;
    var orchestrator = contracts.orchestrator().contract();
    var token = contracts.token(chain.token()).contract();
    var stakes = contracts.stakes().contract();
    for (var sla : model.slas.keySet()) {
      ask(contracts.lens().contract(), "sla", found -> noteSla(sla, found.struct(0)), sla);
    }
    for (long provider = 1; provider <= LedgerChain.PROVIDERS; provider++) {
      askProvider(orchestrator, stakes, provider, model.clock.current());
    }
    for (int account : accounts()) {
      var address = chain.address(account);
      number("refund of " + account, orchestrator, "refundOf", address, token.address());
      number("slash share of " + account, stakes, "claimableOf", address, token.address());
      number("wallet of " + account, token, "balanceOf", address);
    }
    for (var agreement : model.agreements.keySet()) {
      var id = agreement.value();
      ask(orchestrator, "rateChangeOf", found -> noteChange(id, found), id);
      askMandates(orchestrator, model.known(agreement));
    }
    for (long dispute : model.frozen.keySet()) {
      var id = BigInteger.valueOf(dispute);
      ask(orchestrator, "frozenOf", found -> noteFrozen(dispute, found), id);
    }
    number("fees", orchestrator, "feesOf", LedgerModel.MARKET);
    number("epoch", orchestrator, "currentEpoch");
    number("ledger's wallet", token, "balanceOf", orchestrator.address());
    number("stakes' wallet", token, "balanceOf", stakes.address());
    ask(orchestrator, "finalEpoch", this::noteFinal, LedgerModel.MARKET);
    var answers = chain.ask(questions.stream().map(Question::call).toList());
    for (int i = 0; i < answers.size(); i++) {
      var question = questions.get(i);
      var function = question.contract().abi().function(question.function());
      question.note().accept(function.decodeReturn(answers.get(i)));
    }
  }

  private void askProvider(Contract orchestrator, Contract stakes, long provider, long epoch) {
    number("earnings of " + provider, orchestrator, "earningsOf", provider, LedgerModel.MARKET);
    number("offer nonce of " + provider, orchestrator, "offerNonceOf", provider);
    number("reserved of " + provider, orchestrator, "reservedOf", provider);
    ask(
        orchestrator,
        "confirmedOf",
        found -> {
          seen.put("confirmed seconds of " + provider, found.integer(0));
          seen.put("newest confirmed of " + provider, found.flag(1) ? found.number(2) : -1L);
        },
        provider);
    ask(
        stakes,
        "stakeOf",
        found -> {
          seen.put("free stake of " + provider, found.integer(0));
          seen.put("committed stake of " + provider, found.integer(1));
        },
        provider,
        chain.token());
    for (long past = Math.max(0, epoch - EPOCHS_SEEN); past < epoch; past++) {
      String name = "confirmed " + past + " by " + provider;
      ask(orchestrator, "isConfirmed", found -> seen.put(name, found.flag(0)), provider, past);
    }
  }

  private void askMandates(Contract orchestrator, Agreement agreement) {
    var id = agreement.id.value();
    for (int account = 1; account <= LedgerChain.CONSUMERS; account++) {
      var address = chain.address(account);
      number(mandateNonce(agreement, account), orchestrator, "mandateNonceOf", id, address);
    }
    for (var mandate : agreement.mandateSpent.keySet()) {
      number("spent under " + mandate, orchestrator, "mandateSpentOf", mandate);
    }
  }

  private static String mandateNonce(Agreement agreement, int account) {
    return "agreement " + agreement.id.value() + " mandates of " + account;
  }

  private void number(String name, Contract contract, String function, Object... arguments) {
    ask(contract, function, found -> seen.put(name, found.integer(0)), arguments);
  }

  private void ask(Contract contract, String function, Consumer<Values> note, Object... arguments) {
    questions.add(new Question(contract, function, contract.callOf(function, arguments), note));
  }

  private void noteFinal(Values found) {
    seen.put("final epoch", found.flag(0) ? found.number(1) : -1L);
  }

  private void noteFrozen(long dispute, Values found) {
    for (int part = 0; part < 4; part++) {
      seen.put("frozen by " + dispute + " part " + part, found.integer(part));
    }
  }

  private void noteChange(BigInteger agreement, Values found) {
    String name = "agreement " + agreement + " ";
    seen.put(name + "change waits", found.flag("waits"));
    seen.put(name + "newest rate", found.integer("rate"));
    seen.put(name + "newest rate from", found.integer("fromEpoch"));
    seen.put(name + "changes", found.integer("number"));
  }

  private void noteSla(Bytes32 id, Values found) {
    String sla = "SLA " + id + " ";
    seen.put(sla + "state", found.integer("state"));
    seen.put(sla + "legs alive", found.integer("legsAlive"));
    seen.put(sla + "reserve", found.integer("reserve"));
    seen.put(sla + "consumer", found.address("consumer").toString());
    var ids = found.list("agreementIds", BigInteger.class);
    var agreements = found.list("agreements", Values.class);
    seen.put(sla + "agreements", ids);
    for (int i = 0; i < ids.size(); i++) {
      for (var field : FIELDS) {
        seen.put("agreement " + ids.get(i) + " " + field, agreements.get(i).integer(field));
      }
    }
  }

  /// What the model says.
  static SortedMap<String, Object> of(LedgerModel model, LedgerChain chain) {
    SortedMap<String, Object> seen = new TreeMap<>();
    var clock = model.clock;
    for (var sla : model.slas.values()) {
      String name = "SLA " + sla.id + " ";
      seen.put(name + "state", number(SLA_STATES.indexOf(sla.state)));
      seen.put(name + "legs alive", BigInteger.valueOf(sla.alive()));
      seen.put(name + "reserve", sla.reserve);
      seen.put(name + "consumer", chain.address(sla.consumer).toString());
      seen.put(name + "agreements", sla.legs.stream().map(leg -> leg.id.value()).toList());
      sla.legs.forEach(leg -> note(seen, leg));
    }
    for (long provider = 1; provider <= LedgerChain.PROVIDERS; provider++) {
      seen.put("earnings of " + provider, model.till.earnings.of(provider));
      seen.put("offer nonce of " + provider, number(model.offerNonce.getOrDefault(provider, 0L)));
      seen.put("reserved of " + provider, number(model.reserved(provider)));
      seen.put("free stake of " + provider, model.stakes.free.of(provider));
      seen.put("committed stake of " + provider, model.stakes.committed.of(provider));
      OptionalLong newest = clock.newestConfirmed(provider);
      seen.put("newest confirmed of " + provider, newest.orElse(-1));
      seen.put(
          "confirmed seconds of " + provider,
          number(clock.confirmedSeconds(provider, Long.MAX_VALUE)));
      long epoch = clock.current();
      for (long past = Math.max(0, epoch - EPOCHS_SEEN); past < epoch; past++) {
        seen.put("confirmed " + past + " by " + provider, clock.isConfirmed(provider, past));
      }
    }
    for (int account : accounts()) {
      seen.put("refund of " + account, model.till.refunds.of(account));
      seen.put("slash share of " + account, model.till.slashed.of(account));
      seen.put("wallet of " + account, model.till.wallets.of(account));
    }
    model.frozen.forEach((dispute, sum) -> note(seen, dispute, sum));
    seen.put("fees", model.till.fees);
    seen.put("epoch", number(clock.current()));
    seen.put("final epoch", clock.finalEpoch().orElse(-1));
    seen.put("ledger's wallet", heldByLedger(model));
    seen.put("stakes' wallet", heldByStakes(model));
    return seen;
  }

  // P1: what the contract holds is what it owes.
  private static BigInteger heldByLedger(LedgerModel model) {
    var sum = model.till.fees;
    for (var sla : model.slas.values()) {
      sum = sum.add(sla.reserve);
      for (var leg : sla.legs) {
        sum = sum.add(leg.deposit).add(leg.egressEscrow).subtract(leg.egressClaimed);
      }
    }
    for (long provider = 1; provider <= LedgerChain.PROVIDERS; provider++) {
      sum = sum.add(model.till.earnings.of(provider));
    }
    for (int account : accounts()) {
      sum = sum.add(model.till.refunds.of(account));
    }
    for (var disputed : model.frozen.values()) {
      sum = sum.add(disputed.consumers());
    }
    return sum;
  }

  private static BigInteger heldByStakes(LedgerModel model) {
    var sum = BigInteger.ZERO;
    for (long provider = 1; provider <= LedgerChain.PROVIDERS; provider++) {
      sum = sum.add(model.stakes.free.of(provider)).add(model.stakes.committed.of(provider));
    }
    for (int account : accounts()) {
      sum = sum.add(model.till.slashed.of(account));
    }
    return sum;
  }

  private static void note(Map<String, Object> seen, long dispute, Disputes.Frozen sum) {
    var parts =
        List.of(sum.id().value(), sum.fromCollateral(), sum.fromDeposit(), sum.fromEscrow());
    for (int part = 0; part < parts.size(); part++) {
      seen.put("frozen by " + dispute + " part " + part, parts.get(part));
    }
  }

  private static void note(Map<String, Object> seen, Agreement leg) {
    String name = "agreement " + leg.id.value() + " ";
    seen.put(name + "providerId", number(leg.provider()));
    seen.put(name + "market", number(LedgerModel.MARKET));
    seen.put(name + "state", number(AGREEMENT_STATES.indexOf(leg.state)));
    seen.put(name + "capacityBytes", number(leg.leg.capacityBytes()));
    seen.put(name + "deposit", leg.deposit);
    seen.put(name + "rate", leg.rates.get(leg.shown).perSecond());
    seen.put(name + "change waits", leg.isChanging());
    seen.put(name + "newest rate", leg.rates.getLast().perSecond());
    seen.put(name + "newest rate from", number(leg.rates.getLast().fromEpoch()));
    seen.put(name + "changes", number(leg.rates.size() - 1));
    seen.put(name + "clock", number(leg.clock));
    seen.put(name + "frac", leg.fraction);
    seen.put(name + "startEpoch", number(leg.startEpoch));
    seen.put(name + "endEpoch", number(leg.endEpoch));
    seen.put(name + "penalisedThrough", number(leg.penalisedThrough));
    seen.put(name + "missedInRow", number(leg.missedInRow));
    seen.put(name + "collateral", leg.collateral);
    seen.put(name + "egressEscrow", leg.egressEscrow);
    seen.put(name + "egressClaimed", leg.egressClaimed);
    seen.put(name + "creditPending", leg.creditPending);
    for (int account = 1; account <= LedgerChain.CONSUMERS; account++) {
      seen.put(mandateNonce(leg, account), number(leg.mandateNonceOf(account)));
    }
    leg.mandateSpent.forEach((mandate, spent) -> seen.put("spent under " + mandate, spent));
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }
}
