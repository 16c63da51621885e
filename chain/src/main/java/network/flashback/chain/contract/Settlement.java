package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Contract.Emitted;

/// What one settlement moved. A settlement alone has an event of its own; those made together share
/// one, in which each is a word: index of the agreement (48 bits), paid (80), credited (80), clock
/// (32), as ISettlement.sol has it.
///
/// @param paid to the provider's earnings, token units
/// @param credited to the consumer's refund, token units
/// @param clock confirmed seconds that are paid now
public record Settlement(AgreementId id, BigInteger paid, BigInteger credited, long clock) {
  private static final BigInteger AMOUNT = BigInteger.ONE.shiftLeft(80).subtract(BigInteger.ONE);
  private static final long CLOCK = 0xffff_ffffL;

  /// The settlements that an event reports: none, unless it is one of the two.
  public static List<Settlement> of(Emitted emitted) {
    var values = emitted.values();
    return switch (emitted.event().name()) {
      case "Settled" ->
          List.of(
              new Settlement(
                  new AgreementId(values.integer("agreementId")),
                  values.integer("paid"),
                  values.integer("credited"),
                  values.number("clock")));
      case "SettledMany" -> {
        var pool = values.integer("providerId").shiftLeft(16).or(values.integer("market"));
        yield values.list("settlements", BigInteger.class).stream()
            .map(word -> unpacked(pool, word))
            .toList();
      }
      default -> List.of();
    };
  }

  private static Settlement unpacked(BigInteger pool, BigInteger word) {
    return new Settlement(
        new AgreementId(pool.shiftLeft(48).or(word.shiftRight(192))),
        word.shiftRight(112).and(AMOUNT),
        word.shiftRight(32).and(AMOUNT),
        word.longValue() & CLOCK);
  }
}
