package network.flashback.market;

import java.util.List;
import java.util.Optional;
import network.flashback.domain.placement.Refusal;

/// A request that is answered by a problem: what is wrong, why, and what to do.
public final class MarketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final MarketError error;
  private final transient Optional<String> field;
  private final String remedy;
  private final transient List<Refusal> refusals;

  private MarketException(
      MarketError error,
      Optional<String> field,
      String detail,
      String remedy,
      List<Refusal> refusals) {
    super(detail);
    this.error = error;
    this.field = field;
    this.remedy = remedy;
    this.refusals = List.copyOf(refusals);
  }

  public MarketException(MarketError error, String detail, String remedy) {
    this(error, Optional.empty(), detail, remedy, List.of());
  }

  /// One field is at fault.
  public MarketException(MarketError error, String field, String detail, String remedy) {
    this(error, Optional.of(field), detail, remedy, List.of());
  }

  /// No offers fit, each for its reason.
  public MarketException(String detail, String remedy, List<Refusal> refusals) {
    this(MarketError.NOTHING_FITS, Optional.empty(), detail, remedy, refusals);
  }

  public MarketError error() {
    return error;
  }

  public Optional<String> field() {
    return field;
  }

  /// What is wrong and why.
  public String detail() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }

  public List<Refusal> refusals() {
    return refusals;
  }
}
