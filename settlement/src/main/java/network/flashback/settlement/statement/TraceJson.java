package network.flashback.settlement.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.evm.Bytes32;

/// How a [Trace] is written: as fields of the agreement it belongs to.
final class TraceJson {
  private TraceJson() {}

  static void write(ObjectNode agreement, Trace trace) {
    trace.paidUntil().ifPresent(clock -> agreement.put("paidUntil", clock));
    var movements = agreement.putArray("movements");
    for (Movement movement : trace.movements()) {
      var node = movements.addObject();
      node.put("kind", movement.kind().name().toLowerCase(Locale.ROOT));
      node.put("amount", movement.amount().toString());
      place(node, movement.block(), movement.transaction());
    }
    var rates = agreement.putArray("rates");
    for (Trace.Rate rate : trace.rates()) {
      rates.addObject().put("fromEpoch", rate.fromEpoch()).put("rate", rate.rate().toString());
    }
    var proofs = agreement.putArray("proofs");
    for (Trace.Proof proof : trace.proofs()) {
      var node = proofs.addObject();
      node.put("epoch", proof.epoch());
      node.put("seconds", proof.seconds());
      node.put("confirmedSeconds", proof.confirmedSeconds());
      proof.report().ifPresent(report -> report(node, report));
      place(node, proof.block(), proof.transaction());
    }
    var breaches = agreement.putArray("breaches");
    for (Trace.Credit credit : trace.credits()) {
      var node = breaches.addObject();
      node.put("epoch", credit.epoch());
      node.put("bps", credit.bps());
      node.put("amount", credit.amount().toString());
      place(node, credit.block(), credit.transaction());
    }
    var vouchers = agreement.putArray("vouchers");
    for (Trace.Claim claim : trace.vouchers()) {
      var node = vouchers.addObject();
      node.put("claimed", claim.claim().cumulative().toString());
      node.put("paid", claim.claim().paid().toString());
      claim.voucher().ifPresent(signed -> voucher(node, signed));
      claim.signer().ifPresent(signer -> node.put("signer", signer.toString()));
      place(node, claim.block(), claim.transaction());
    }
    var misses = agreement.putArray("misses");
    for (Trace.Miss miss : trace.misses()) {
      var node = misses.addObject();
      node.put("epoch", miss.epoch());
      node.put("slashed", miss.slashed().toString());
      place(node, miss.block(), miss.transaction());
    }
  }

  private static void voucher(ObjectNode node, SignedVoucher signed) {
    node.put("cumulative", signed.voucher().cumulative().toString());
    node.put("servedBytes", signed.voucher().servedBytes());
    node.put("signature", signed.signature().toString());
  }

  private static void report(ObjectNode node, QualityRoot report) {
    node.put("root", report.root().toString());
    node.put("recordsHash", report.recordsHash().toString());
  }

  private static void place(ObjectNode node, long block, Bytes32 transaction) {
    node.put("block", block);
    node.put("transaction", transaction.toString());
  }
}
