package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Bytes32;

/// One SLA of the model. Which legs are open, alive or lost is counted from the legs themselves.
final class Sla {
  private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(40);

  final Bytes32 id;
  final SlaTerms terms;
  final int consumer;

  /// Who gets back what is unused.
  final int refundee;

  final long endEpoch;
  final List<Agreement> legs = new ArrayList<>();

  SlaState state = SlaState.FORMING;
  BigInteger reserve;
  long replaceableFrom;

  /// Legs that ended before the SLA and whose place nobody took.
  int lost;

  Sla(Bytes32 id, SlaTerms terms, int consumer, int refundee, long endEpoch) {
    this.id = id;
    this.terms = terms;
    this.consumer = consumer;
    this.refundee = refundee;
    this.endEpoch = endEpoch;
    this.reserve = terms.reserve();
  }

  Sla copy() {
    var copy = new Sla(id, terms, consumer, refundee, endEpoch);
    legs.forEach(leg -> copy.legs.add(leg.copy()));
    copy.state = state;
    copy.reserve = reserve;
    copy.replaceableFrom = replaceableFrom;
    copy.lost = lost;
    return copy;
  }

  /// Adds a leg. Its id is what both sides know before it is opened.
  Agreement open(LegTerms leg, int market, int index, long startBy) {
    var agreementId =
        BigInteger.valueOf(leg.providerId())
            .shiftLeft(64)
            .add(BigInteger.valueOf(market).shiftLeft(48))
            .add(id.toInteger().mod(KEYS).shiftLeft(8))
            .add(BigInteger.valueOf(legs.size()));
    var opened =
        new Agreement(new AgreementId(agreementId), id, consumer, leg, index, startBy, endEpoch);
    legs.add(opened);
    return opened;
  }

  long alive() {
    return legs.stream().filter(leg -> leg.state.isLive()).count();
  }

  boolean isOver() {
    return state == SlaState.FAILED || state == SlaState.ENDED;
  }

  /// Follows the legs.
  void follow() {
    if (isOver()) {
      return;
    }
    boolean anyOpen = legs.stream().anyMatch(leg -> leg.state == AgreementState.OPEN);
    if (terms.totalShards() - lost < terms.dataShards()) {
      state = SlaState.FAILED;
    } else if (alive() == 0) {
      state = SlaState.ENDED;
    } else if (state != SlaState.FORMING || !anyOpen) {
      state = lost > 0 ? SlaState.DEGRADED : SlaState.RUNNING;
    }
  }
}
