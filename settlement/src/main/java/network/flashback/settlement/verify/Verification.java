package network.flashback.settlement.verify;

import java.util.List;

/// What became of verifying a statement.
///
/// @param differences what is not as the statement says; empty when all that was checked is true
/// @param open what could not be checked, because records could not be had
/// @param values of the statement that were compared
/// @param proofs of possession whose seconds were paid at the agreement's rate
/// @param reports of epochs that give the root on the chain and the verdict that was executed
/// @param records raw records of reporters that add up to what they signed
/// @param vouchers that were claimed for what they say, each signed by the consumer or its key
public record Verification(
    List<String> differences,
    List<String> open,
    int values,
    int proofs,
    int reports,
    int records,
    int vouchers) {
  public Verification {
    differences = List.copyOf(differences);
    open = List.copyOf(open);
  }

  /// Whether nothing differs; something may still be open.
  public boolean agrees() {
    return differences.isEmpty();
  }
}
