package network.flashback.node;

import java.time.Instant;

/// What its operator has told a node to do.
public sealed interface Standing {
  /// Business as usual.
  record Serving() implements Standing {}

  /// For a while nothing new: no offers, no writes. Reads, audits and money go on.
  ///
  /// @param reason told to whoever wants to write
  record Maintenance(Instant until, String reason) implements Standing {}

  /// Going: no offers and no renewals any more; everything agreed is served to its end.
  ///
  /// @param offerNonce of the offers that were out then, and are to be cancelled on the chain
  record Draining(Instant since, long offerNonce) implements Standing {}

  /// Whether new agreements are wanted.
  default boolean offers() {
    return this instanceof Serving;
  }

  /// Whether agreements may go on beyond their end.
  default boolean renews() {
    return !(this instanceof Draining);
  }

  /// Whether pieces are taken.
  default boolean writes() {
    return !(this instanceof Maintenance);
  }

  /// In words, for people.
  default String inWords() {
    return switch (this) {
      case Serving _ -> "serving";
      case Maintenance(var until, var reason) -> "maintenance until " + until + ": " + reason;
      case Draining(var since, _) -> "draining since " + since;
    };
  }
}
