package network.flashback.node;

import java.math.BigInteger;

/// Within what a node answers requests for quotes by itself, as its operator said.
///
/// @param bytesMax of one leg; 0 answers nothing
/// @param priceGibMonth price of one GiB for 730 hours that it answers with, token units
public record AnswerLimits(long bytesMax, BigInteger priceGibMonth) {
  /// Answers nothing.
  public static final AnswerLimits NONE = new AnswerLimits(0, BigInteger.ZERO);

  public AnswerLimits {
    if (bytesMax < 0 || priceGibMonth.signum() < 0) {
      throw new IllegalArgumentException(
          "'answers.bytes.max' or 'answers.price.gib.month' is negative: give 0 or more.");
    }
  }

  public boolean answersAny() {
    return bytesMax > 0;
  }
}
