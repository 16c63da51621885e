package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Orchestrator;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.chain.contract.Voucher;

/// The steps of a history that pay somebody.
final class MoneySteps {
  private final LedgerChain chain;
  private final Orchestrator orchestrator;
  private final Chooser choose;

  MoneySteps(LedgerChain chain, Chooser choose) {
    this.chain = chain;
    this.orchestrator = chain.contracts.orchestrator();
    this.choose = choose;
  }

  Optional<Step> settle(LedgerModel model) {
    return choose
        .agreement(model, Agreement::isLive)
        .map(
            each ->
                Step.telling(
                    "settle",
                    "settle " + each.id,
                    LedgerChain.STRANGER,
                    orchestrator.settle(each.id),
                    next -> next.settle(each.id)));
  }

  Optional<Step> settleMany(LedgerModel model) {
    var ids = new ArrayList<AgreementId>();
    for (long i = choose.between(0, 5); i > 0; i--) {
      choose.anyOf(model.agreements.keySet()).ifPresent(ids::add);
    }
    if (choose.chance(10)) {
      ids.add(new AgreementId(BigInteger.ONE));
    }
    return Optional.of(
        Step.telling(
            "settleMany",
            "settle " + ids,
            LedgerChain.STRANGER,
            orchestrator.settleMany(ids),
            next -> next.settleMany(ids)));
  }

  /// Mostly of one provider, as it must be.
  Optional<Step> settleAndWithdraw(LedgerModel model) {
    long provider = choose.between(1, LedgerChain.PROVIDERS);
    boolean mixed = choose.chance(10);
    var known =
        model.agreements.keySet().stream()
            .filter(id -> mixed || id.providerId() == provider)
            .toList();
    var ids = new ArrayList<AgreementId>();
    for (long i = choose.between(0, 4); i > 0; i--) {
      choose.anyOf(known).ifPresent(ids::add);
    }
    return Optional.of(
        Step.telling(
            "settleAndWithdraw",
            "settle and withdraw " + ids,
            LedgerChain.STRANGER,
            orchestrator.settleAndWithdraw(ids),
            next -> next.settleAndWithdraw(ids)));
  }

  /// A voucher as it is sent, and what the model knows of it.
  private record Drawn(SignedVoucher sent, Additions.Claim claim) {}

  Optional<Step> claimVoucher(LedgerModel model) {
    return voucher(model)
        .map(
            drawn ->
                Step.telling(
                    "claimVoucher",
                    "claim " + drawn.claim(),
                    LedgerChain.STRANGER,
                    orchestrator.claimVoucher(drawn.sent().voucher(), drawn.sent().signature()),
                    next -> new Additions(next).claimVoucher(drawn.claim())));
  }

  /// Good ones and bad ones, and now and then one twice.
  Optional<Step> claimVouchers(LedgerModel model) {
    var drawn = new ArrayList<Drawn>();
    for (long i = choose.between(0, 5); i > 0; i--) {
      voucher(model).ifPresent(drawn::add);
    }
    if (!drawn.isEmpty() && choose.chance(20)) {
      drawn.add(drawn.getFirst());
    }
    var claims = drawn.stream().map(Drawn::claim).toList();
    return Optional.of(
        Step.telling(
            "claimVouchers",
            "claim " + claims,
            LedgerChain.STRANGER,
            orchestrator.claimVouchers(drawn.stream().map(Drawn::sent).toList()),
            next -> new Additions(next).claimVouchers(claims)));
  }

  private Optional<Drawn> voucher(LedgerModel model) {
    return choose
        .agreement(model, each -> each.isLive() && each.egressEscrow.signum() > 0)
        .map(
            each -> {
              var cumulative =
                  choose.chance(15)
                      ? each.egressEscrow.add(BigInteger.valueOf(choose.between(-1, 1)))
                      : each.egressClaimed.add(
                          choose.ofBits(each.egressEscrow.bitLength()).shiftRight(2));
              cumulative = cumulative.max(BigInteger.ZERO);
              int signer = choose.chance(5) ? LedgerChain.STRANGER : each.consumer;
              var voucher = new Voucher(each.id, cumulative, choose.between(0, 1L << 40));
              var data = voucher.typedData(orchestrator.domain());
              return new Drawn(
                  new SignedVoucher(voucher, chain.key(signer).sign(data).toBytes()),
                  new Additions.Claim(each.id, voucher.cumulative(), signer));
            });
  }

  /// By either consumer, whosever agreement it is.
  Optional<Step> topUp(LedgerModel model) {
    return choose
        .agreement(model, each -> !each.state.isTerminal())
        .map(
            each -> {
              int payer = (int) choose.between(1, LedgerChain.CONSUMERS);
              var deposit = amount(each.deposit);
              var escrow = amount(each.egressEscrow);
              return Step.quiet(
                  "topUp",
                  "top up " + each.id + " by " + deposit + " and " + escrow + " from " + payer,
                  payer,
                  orchestrator.topUp(each.id, deposit, escrow),
                  next -> new Additions(next).topUp(each.id, payer, deposit, escrow));
            });
  }

  /// Nothing, something, or one more than there is room for in 80 bits.
  private BigInteger amount(BigInteger held) {
    if (choose.chance(3)) {
      return BigInteger.ONE.shiftLeft(80).subtract(held);
    }
    return choose.chance(30) ? BigInteger.ZERO : choose.ofBits(24);
  }

  Optional<Step> withdrawEarnings(LedgerModel model) {
    long provider = choose.between(1, LedgerChain.PROVIDERS);
    int payout = LedgerChain.payoutOf(provider);
    return Optional.of(
        Step.telling(
            "withdrawEarnings",
            "withdraw earnings of " + provider,
            LedgerChain.STRANGER,
            orchestrator.withdrawEarnings(provider, LedgerModel.MARKET),
            next -> next.till.withdrawEarnings(provider, payout, next.rules.feeBps())));
  }

  Optional<Step> withdrawRefund(LedgerModel model) {
    int account = (int) choose.between(1, LedgerChain.CONSUMERS);
    return Optional.of(
        Step.telling(
            "withdrawRefund",
            "withdraw refund of " + account,
            LedgerChain.STRANGER,
            orchestrator.withdrawRefund(chain.address(account), chain.token()),
            next -> next.till.withdrawRefund(account)));
  }

  Optional<Step> sweepFees(LedgerModel model) {
    return Optional.of(
        Step.telling(
            "sweepFees",
            "sweep fees",
            LedgerChain.STRANGER,
            orchestrator.sweepFees(LedgerModel.MARKET),
            next -> next.till.sweepFees(LedgerChain.SPLITTER)));
  }

  Optional<Step> claimSlash(LedgerModel model) {
    return choose
        .anyOf(List.of(1, 2, LedgerChain.STRANGER, LedgerChain.FUND))
        .map(
            account ->
                Step.telling(
                    "claim",
                    "claim slash share of " + account,
                    LedgerChain.STRANGER,
                    chain.contracts.stakes().claim(chain.address(account), chain.token()),
                    next -> next.till.claimSlash(account)));
  }

  Optional<Step> cancelOffers(LedgerModel model) {
    long provider = choose.between(1, LedgerChain.PROVIDERS);
    return Optional.of(
        Step.quiet(
            "cancelOffers",
            "cancel offers of " + provider,
            LedgerChain.ownerOf(provider),
            orchestrator.cancelOffers(provider),
            next -> next.cancelOffers(provider)));
  }
}
