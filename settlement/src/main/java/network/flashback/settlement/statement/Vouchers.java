package network.flashback.settlement.statement;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.Chain;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;

/// The vouchers behind what was paid for egress, read from the transactions that claimed them.
final class Vouchers {
  private static final int AT_ONCE = 100;

  private final Chain chain;
  private final Address orchestrator;
  private final Domain domain;

  Vouchers(Contracts contracts) {
    this.chain = contracts.chain();
    this.orchestrator = contracts.orchestrator().address();
    this.domain = contracts.orchestrator().domain();
  }

  /// The same with the vouchers, where their transactions show them.
  Trace complete(Trace trace) {
    var inputs =
        inputs(trace.vouchers().stream().map(Trace.Claim::transaction).distinct().toList());
    return trace.with(trace.vouchers().stream().map(claim -> found(claim, inputs)).toList());
  }

  private Map<Bytes32, List<SignedVoucher>> inputs(List<Bytes32> transactions) {
    Map<Bytes32, List<SignedVoucher>> inputs = new HashMap<>();
    for (int from = 0; from < transactions.size(); from += AT_ONCE) {
      var some = transactions.subList(from, Math.min(transactions.size(), from + AT_ONCE));
      var sent = chain.sent(some);
      for (int i = 0; i < some.size(); i++) {
        inputs.put(some.get(i), vouchers(sent.get(i)));
      }
    }
    return inputs;
  }

  private List<SignedVoucher> vouchers(Optional<Chain.Sent> sent) {
    return sent.filter(call -> call.to().equals(Optional.of(orchestrator)))
        .map(call -> SignedVoucher.in(call.input()))
        .orElse(List.of());
  }

  // Of several over one agreement in one transaction, the smallest that reaches what was paid: each
  // pays what the ones before it did not.
  private Trace.Claim found(Trace.Claim claim, Map<Bytes32, List<SignedVoucher>> inputs) {
    var paid = claim.claim();
    var voucher =
        inputs.getOrDefault(claim.transaction(), List.of()).stream()
            .filter(signed -> signed.voucher().agreementId().equals(paid.id()))
            .filter(signed -> signed.voucher().cumulative().compareTo(paid.cumulative()) >= 0)
            .min(Comparator.comparing(signed -> signed.voucher().cumulative()));
    return new Trace.Claim(
        paid,
        voucher,
        voucher.flatMap(signed -> signed.signer(domain)),
        claim.block(),
        claim.transaction());
  }
}
