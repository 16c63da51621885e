package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// A leaf that a consumer asked its provider to show.
///
/// @param root of the unit that the leaf belongs to
/// @param leafIndex of the leaf in that unit
/// @param due last second in which it can be shown
/// @param epoch in which it was asked for
/// @param bond whose token is the agreement's; the provider's once the leaf is shown
public record TargetedChallenge(
    AgreementId agreementId, Bytes32 root, long leafIndex, long due, long epoch, BigInteger bond) {

  static TargetedChallenge of(AgreementId id, Values values) {
    return new TargetedChallenge(
        id,
        values.word("root"),
        values.number("index"),
        values.number("due"),
        values.number("epoch"),
        values.integer("bond"));
  }
}
