package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Contract.Emitted;

/// What one voucher paid. A voucher claimed alone has an event of its own; those claimed together
/// share one, in which each is a word: index of the agreement (48 bits), cumulative (80), paid
/// (80), nothing (32), as IOrchestrator.sol has it.
///
/// @param cumulative all that was claimed of the agreement now, token units
/// @param paid to the provider's earnings, token units
public record VoucherClaim(AgreementId id, BigInteger cumulative, BigInteger paid) {
  private static final BigInteger AMOUNT = BigInteger.ONE.shiftLeft(80).subtract(BigInteger.ONE);

  /// The claims that an event reports: none, unless it is one of the two.
  public static List<VoucherClaim> of(Emitted emitted) {
    var values = emitted.values();
    return switch (emitted.event().name()) {
      case "VoucherClaimed" ->
          List.of(
              new VoucherClaim(
                  new AgreementId(values.integer("agreementId")),
                  values.integer("cumulative"),
                  values.integer("paid")));
      case "VouchersClaimed" -> {
        var pool = values.integer("providerId").shiftLeft(16).or(values.integer("market"));
        yield values.list("claims", BigInteger.class).stream()
            .map(word -> unpacked(pool, word))
            .toList();
      }
      default -> List.of();
    };
  }

  private static VoucherClaim unpacked(BigInteger pool, BigInteger word) {
    return new VoucherClaim(
        new AgreementId(pool.shiftLeft(48).or(word.shiftRight(192))),
        word.shiftRight(112).and(AMOUNT),
        word.shiftRight(32).and(AMOUNT));
  }
}
