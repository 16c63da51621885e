package network.flashback.chain.contract;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// A time-limited statement of a certifier about a member: `ICertification.Certificate`.
///
/// @param subject id in the Registry
/// @param scopes mask of [Certificates]
/// @param governorHolds suspended by the governor: only the governor lifts it
/// @param validUntil first second at which it is no longer valid
/// @param evidenceHash of what the certifier looked at
public record Certificate(
    long id,
    long subject,
    int scopes,
    State state,
    boolean governorHolds,
    long validFrom,
    long validUntil,
    Address issuer,
    Bytes32 evidenceHash) {
  /// In the order of `CertificateState`. Whether it is valid depends on its times too.
  public enum State {
    NONE,
    ISSUED,
    SUSPENDED,
    REVOKED
  }

  /// One entry of the history that nobody can rewrite.
  ///
  /// @param reasonHash of the reason; the evidence hash for the issue
  public record Change(State state, long at, Address by, Bytes32 reasonHash) {
    static Change of(Values values) {
      return new Change(
          stateOf(values.number("state")),
          values.number("at"),
          values.address("by"),
          values.word("reasonHash"));
    }
  }

  static Certificate of(long id, Values values) {
    return new Certificate(
        id,
        values.number("subject"),
        (int) values.number("scopes"),
        stateOf(values.number("state")),
        values.flag("governorHolds"),
        values.number("validFrom"),
        values.number("validUntil"),
        values.address("issuer"),
        values.word("evidenceHash"));
  }

  public static State stateOf(long number) {
    return List.of(State.values()).get((int) number);
  }
}
