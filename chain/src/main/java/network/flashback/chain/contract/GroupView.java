package network.flashback.chain.contract;

import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// What the chain knows of a group of grants: `Group` of IAccessGrants.
///
/// @param word counts what consumers said: another one with every root, 0 once it is revoked
/// @param expiry unix second, the last one in which its members may do anything
/// @param scope keccak-256 of bucket or bucket/prefix; zero for everything
public record GroupView(long word, long expiry, Bytes32 root, Bytes32 slaId, Bytes32 scope) {
  static GroupView of(Values values) {
    return new GroupView(
        values.number("word"),
        values.number("expiry"),
        values.word("root"),
        values.word("slaId"),
        values.word("scope"));
  }

  public boolean isRevoked() {
    return word == 0;
  }

  /// Whether it counts at this time.
  public boolean isLive(long unixSecond) {
    return !isRevoked() && unixSecond <= expiry;
  }
}
