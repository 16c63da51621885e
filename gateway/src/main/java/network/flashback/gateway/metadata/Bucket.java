package network.flashback.gateway.metadata;

import java.time.Instant;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
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

  /// The consumer, as S3 shows owners.
  public Owner owner() {
    return new Owner(consumer.toString(), consumer.toString());
  }

  /// Its ACL; the owner alone when none was set.
  public AccessControlList acl() {
    return settings.acl().orElseGet(() -> AccessControlList.ownedBy(owner()));
  }

  /// Who may use it.
  public BucketRules rules() {
    return new BucketRules(
        consumer.toString(),
        settings.policy(name),
        acl(),
        settings.publicAccessBlock(),
        settings.ownership());
  }
}
