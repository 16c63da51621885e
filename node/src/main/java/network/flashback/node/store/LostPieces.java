package network.flashback.node.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// Pieces that the disk was found to have lost since the start, for who can bring them again. A
/// start forgets them; the next reading finds them again.
final class LostPieces {
  /// Of an agreement. Whoever lost more hears of the others when these are whole.
  private static final int KEPT_MOST = 10_000;

  private final Map<AgreementId, Map<Bytes32, Piece>> found = new ConcurrentHashMap<>();

  void note(AgreementId agreement, Piece piece) {
    var ofAgreement = found.computeIfAbsent(agreement, _ -> new ConcurrentHashMap<>());
    if (ofAgreement.size() < KEPT_MOST) {
      ofAgreement.put(piece.id(), piece);
    }
  }

  /// Those of a unit that nobody brought again, moved or removed since.
  List<Bytes32> of(Unit unit, int limit) {
    var ofAgreement = found.getOrDefault(unit.agreement, Map.of());
    for (var piece : List.copyOf(ofAgreement.values())) {
      var now = unit.ask(() -> unit.current(piece));
      if (now.isEmpty() || !now.get().location().equals(piece.location())) {
        ofAgreement.remove(piece.id(), piece);
      }
    }
    return ofAgreement.keySet().stream().limit(limit).toList();
  }

  void forget(AgreementId agreement) {
    found.remove(agreement);
  }
}
