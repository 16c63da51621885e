package network.flashback.settlement.dispute;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Contract;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.dispute.Evidence.Trace;

/// The chain's events about disputes: which were opened, and what was recorded of their epochs.
final class Openings {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;

  /// So many of the newest blocks are read again each time: a reorganisation may have changed them.
  static final long REREAD_BLOCKS = 64;

  private final Contracts contracts;
  private final Contract arbitration;
  private long next;

  Openings(Contracts contracts) {
    this.contracts = contracts;
    this.arbitration = contracts.arbitration().contract();
    this.next = contracts.deployment().block();
  }

  /// A dispute that was opened over an agreement.
  record Opened(BigInteger id, AgreementId agreement) {}

  /// Since the last call, and again those of the newest blocks.
  List<Opened> fresh() {
    long height = contracts.chain().height();
    long from = Math.max(contracts.deployment().block(), next - REREAD_BLOCKS);
    var opened = new ArrayList<Opened>();
    for (Log log : logs(contracts, arbitration.events("DisputeOpened"), from)) {
      var values = arbitration.read(log).orElseThrow().values();
      opened.add(
          new Opened(values.integer("disputeId"), new AgreementId(values.integer("agreementId"))));
    }
    next = height + 1;
    return opened;
  }

  /// Revisions, audits and voucher claims of the disputed agreement since its disputed epochs
  /// began.
  List<Trace> tracesOf(Dispute dispute) {
    long first = firstBlockFrom(contracts.orchestrator().schedule().startOf(dispute.fromEpoch()));
    var possession = contracts.possession().contract();
    var orchestrator = contracts.orchestrator().contract();
    var agreement = Bytes32.of(dispute.agreementId().value());
    var provider = Bytes32.of(dispute.agreementId().providerId());
    var traces = new ArrayList<Trace>();
    traces.addAll(traces(possession, "RevisionCommitted", agreement, first));
    traces.addAll(traces(possession, "Audited", provider, first));
    traces.addAll(traces(orchestrator, "VoucherClaimed", agreement, first));
    return traces;
  }

  private List<Trace> traces(Contract contract, String event, Bytes32 about, long from) {
    var topics = List.of(List.of(contract.abi().event(event).topic()), List.of(about));
    var filter = new LogFilter(Set.of(contract.address()), topics);
    return logs(contracts, filter, from).stream()
        .map(log -> new Trace(event, log.blockNumber(), log.transactionHash()))
        .toList();
  }

  /// All since a block, in their order on the chain.
  static List<Log> logs(Contracts contracts, LogFilter filter, long first) {
    long last = contracts.chain().height();
    var logs = new ArrayList<Log>();
    for (long from = first; from <= last; from += BLOCKS_AT_ONCE) {
      long to = Math.min(last, from + BLOCKS_AT_ONCE - 1);
      logs.addAll(contracts.chain().logs(filter, from, to));
    }
    return logs;
  }

  /// The first block at or after a second; the newest one when there is none.
  private long firstBlockFrom(long second) {
    long low = contracts.deployment().block();
    long high = contracts.chain().height();
    while (low < high) {
      long middle = low + (high - low) / 2;
      boolean before =
          contracts
              .chain()
              .block(BlockTag.number(middle))
              .filter(block -> block.timestamp().getEpochSecond() < second)
              .isPresent();
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
