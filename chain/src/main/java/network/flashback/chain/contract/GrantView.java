package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// What a consumer allows a key: `Grant` of IAccessGrants.
///
/// @param rights mask of [Rights]
/// @param expiry unix second
/// @param revoked of a member of a group also: its group was, or has another root by now
/// @param group number of the group that the key joined; 0 for a grant of its own
/// @param voucherCap highest cumulative voucher per agreement, token units
/// @param scope keccak-256 of bucket or bucket/prefix; zero for everything
public record GrantView(
    long id,
    Address consumer,
    Address key,
    int rights,
    long expiry,
    boolean revoked,
    long group,
    BigInteger voucherCap,
    Bytes32 slaId,
    Bytes32 scope) {

  static GrantView of(long id, Values values) {
    return new GrantView(
        id,
        values.address("consumer"),
        values.address("key"),
        (int) values.number("rights"),
        values.number("expiry"),
        values.flag("revoked"),
        values.number("group"),
        values.integer("voucherCap"),
        values.word("slaId"),
        values.word("scope"));
  }

  /// Whether it counts at this time.
  public boolean isLive(long unixSecond) {
    return !revoked && unixSecond < expiry;
  }

  public boolean allows(int wanted) {
    return (rights & wanted) == wanted;
  }
}
