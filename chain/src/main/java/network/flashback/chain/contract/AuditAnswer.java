package network.flashback.chain.contract;

import java.util.List;
import network.flashback.evm.Bytes;

/// What a node says to one challenge of an audit.
public sealed interface AuditAnswer {
  /// The leaf, and what proves it.
  record Shown(PossessionTerms proof) implements AuditAnswer {}

  /// The leaf cannot be shown. The agreement is breached, and of k challenges each one admitted
  /// takes 1 / (k - 1) of the epoch from the pay of all others.
  record Admitted() implements AuditAnswer {}

  /// The bytes that `auditCompact` of IPossessionVerifier.sol takes, in the order of the
  /// challenges.
  static Bytes pack(List<AuditAnswer> answers) {
    return Bytes.concat(
        answers.stream().map(answer -> answer.packed().toArray()).toArray(byte[][]::new));
  }

  private Bytes packed() {
    return switch (this) {
      case Shown(PossessionTerms proof) -> proof.packed();
      // No piece has so high a tree.
      case Admitted() -> Bytes.of(new byte[] {(byte) 0xff});
    };
  }
}
