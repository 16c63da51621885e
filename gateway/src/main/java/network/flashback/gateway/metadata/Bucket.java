package network.flashback.gateway.metadata;

import java.time.Instant;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Memo;
import network.flashback.s3.access.BucketRules;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.Owner;

/// A bucket: belongs to an SLA.
///
/// @param wrappedKey its key, wrapped by the gateway's root key
public record Bucket(
    String name,
    Bytes32 slaId,
    Address consumer,
    Bytes wrappedKey,
    Instant createdAt,
    BucketSettings settings) {
  /// The checksum of an address is a hash.
  private static final Memo<Address, String> IDS = new Memo<>(Address::toString, 4096);

  /// A consumer as S3 names accounts.
  public static String idOf(Address consumer) {
    return IDS.of(consumer);
  }

  /// The consumer, as S3 shows owners.
  public Owner owner() {
    return new Owner(idOf(consumer), idOf(consumer));
  }

  /// Its ACL; the owner alone when none was set.
  public AccessControlList acl() {
    return settings.acl().orElseGet(() -> AccessControlList.ownedBy(owner()));
  }

  /// Who may use it.
  public BucketRules rules() {
    return new BucketRules(
        idOf(consumer),
        settings.policy(name),
        acl(),
        settings.publicAccessBlock(),
        settings.ownership());
  }
}
