package network.flashback.domain.certification;

import java.util.Optional;

/// A document of an application, as the certifier found it.
///
/// @param validUntil unix second at which it expires; none when it does not
/// @param judgement none while nobody read it
public record ShownDocument(
    DocumentKind kind, Optional<Long> validUntil, Optional<Judgement> judgement) {
  /// What the certifier says about it.
  public sealed interface Judgement {
    /// It shows what it should.
    record Right() implements Judgement {}

    /// It does not.
    record Wrong(String why) implements Judgement {}
  }

  boolean isExpired(long now) {
    return validUntil.isPresent() && validUntil.get() <= now;
  }
}
