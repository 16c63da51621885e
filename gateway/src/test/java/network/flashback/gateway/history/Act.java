package network.flashback.gateway.history;

import java.util.Optional;

/// What a client did to one key, and what it was answered.
public sealed interface Act {
  /// What came of a change.
  enum Outcome {
    DONE,
    /// Its condition did not hold.
    REFUSED,
    /// No answer, or one that leaves it open: it may act at any later time, once or never.
    UNKNOWN
  }

  /// When a write is to be done.
  sealed interface Condition {
    /// Whether it holds for what the key shows.
    default boolean holds(Optional<String> value) {
      return switch (this) {
        case Always() -> true;
        case Absent() -> value.isEmpty();
        case Matches(String wanted) -> value.equals(Optional.of(wanted));
      };
    }
  }

  /// Without a condition.
  record Always() implements Condition {}

  /// If-None-Match: *
  record Absent() implements Condition {}

  /// If-Match, by the value that has the entity tag.
  record Matches(String wanted) implements Condition {}

  /// A PUT, or the completion of an upload; values are unique.
  record Write(String value, Condition condition, Outcome outcome) implements Act {}

  /// A GET.
  record Read(Optional<String> found) implements Act {}

  /// A DELETE.
  record Delete(Outcome outcome) implements Act {}

  /// Whether it may never have happened.
  default boolean isOptional() {
    return switch (this) {
      case Write write -> write.outcome == Outcome.UNKNOWN;
      case Delete delete -> delete.outcome == Outcome.UNKNOWN;
      case Read read -> false;
    };
  }

  /// Whether this answer is right for a key that shows `value`.
  default boolean fits(Optional<String> value) {
    return switch (this) {
      case Write(String written, Condition condition, Outcome outcome) ->
          condition.holds(value) == (outcome != Outcome.REFUSED);
      case Read(Optional<String> found) -> found.equals(value);
      case Delete delete -> true;
    };
  }

  /// What the key shows afterwards, where it fits.
  default Optional<String> after(Optional<String> value) {
    return switch (this) {
      case Write(String written, Condition condition, Outcome outcome) ->
          outcome == Outcome.REFUSED ? value : Optional.of(written);
      case Read read -> value;
      case Delete delete -> Optional.empty();
    };
  }
}
