package network.flashback.chain.contract;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.evm.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which promise each agreement was opened under, read back from the transactions that opened them.
/// An agreement's id follows from what was signed for it, so that what was read once holds.
public final class PromiseHashes {
  private static final Logger LOG = LoggerFactory.getLogger(PromiseHashes.class);

  private final Contracts contracts;
  private final Map<AgreementId, Optional<Bytes32>> known = new ConcurrentHashMap<>();

  public PromiseHashes(Contracts contracts) {
    this.contracts = contracts;
  }

  /// The hash in the offer that an agreement was opened under.
  ///
  /// @return empty where the offer names none, or it cannot be read from the chain because another
  ///   contract opened the agreement
  /// @throws network.flashback.chain.ChainException when the chain cannot be asked
  public Optional<Bytes32> of(AgreementId id) {
    var hash = known.get(id);
    return hash == null ? read(id) : hash;
  }

  private Optional<Bytes32> read(AgreementId id) {
    var slaId = contracts.orchestrator().agreement(id).slaId();
    try {
      SlaOpening.read(contracts, slaId)
          .legs()
          .forEach(
              (leg, opened) ->
                  known.put(
                      leg, Optional.of(opened.offer().qualityHash()).filter(h -> !h.isZero())));
    } catch (IllegalStateException unreadable) {
      LOG.info(
          "What agreement {} promises cannot be read from the chain, the usual target counts: {}",
          id,
          unreadable.getMessage());
      known.put(id, Optional.empty());
    }
    return known.getOrDefault(id, Optional.empty());
  }
}
