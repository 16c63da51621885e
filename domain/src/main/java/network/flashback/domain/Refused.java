package network.flashback.domain;

/// A value that was refused: which field, why, and what to give instead.
public final class Refused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;
  private final String remedy;

  /// Refuses a field's value.
  public Refused(String field, String reason, String remedy) {
    super(field + " " + reason + ": " + remedy);
    this.field = field;
    this.reason = reason;
    this.remedy = remedy;
  }

  /// The field at fault, as the user wrote it.
  public String field() {
    return field;
  }

  /// What is wrong with it.
  public String reason() {
    return reason;
  }

  /// What to do.
  public String remedy() {
    return remedy;
  }

  /// Refuses a number outside its bounds, both included.
  public static long requireRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new Refused(field, "is " + value, "give a number from " + least + " to " + most);
    }
    return value;
  }
}
