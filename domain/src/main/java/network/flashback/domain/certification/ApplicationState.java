package network.flashback.domain.certification;

/// Where an application for certificates stands.
public enum ApplicationState {
  /// Announced and signed; not all of its documents are here yet.
  AWAITING_DOCUMENTS,
  APPLIED,
  /// The certifier measures.
  PROBING,
  CERTIFIED,
  /// As its certificate: for now.
  SUSPENDED,
  /// As its certificate: its time is over.
  EXPIRED,
  /// As its certificate: for ever.
  REVOKED,
  REFUSED,
  WITHDRAWN;

  /// Whether somebody still has to decide on it.
  public boolean isOpen() {
    return this == AWAITING_DOCUMENTS || this == APPLIED || this == PROBING;
  }

  /// Whether it may become that by what somebody does. What becomes of a certificate is the chain's
  /// affair.
  public boolean mayBecome(ApplicationState next) {
    return switch (next) {
      case AWAITING_DOCUMENTS, SUSPENDED, EXPIRED, REVOKED -> false;
      case APPLIED -> this == AWAITING_DOCUMENTS;
      case PROBING -> this == APPLIED;
      // A certificate of documents alone needs no measurement.
      case CERTIFIED -> this == APPLIED || this == PROBING;
      case REFUSED, WITHDRAWN -> isOpen();
    };
  }
}
