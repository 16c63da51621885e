package network.flashback.providers.s3compatible;

import java.net.URI;
import java.time.Duration;

/// Where a store keeps its objects, and what that place can do.
///
/// @param endpoint scheme, host and port; no path
/// @param prefix put before every name, empty or ending with `/`; nobody else writes below it
/// @param pathStyle whether the bucket stands in the path and not in the host name
/// @param conditionalPut whether it honours `If-None-Match: *` on PUT
/// @param capacityBytes what may be kept in all; S3 itself knows no bound
/// @param patience how long to wait for a connection, for any single answer, and for a trickle
public record S3Bucket(
    URI endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    boolean conditionalPut,
    long capacityBytes,
    Duration patience) {
  /// Refuses what cannot be addressed.
  public S3Bucket {
    if (bucket.isBlank() || region.isBlank()) {
      throw new IllegalArgumentException("an S3 store needs the names of its bucket and region");
    }
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "the prefix '" + prefix + "' must end with '/', or it runs into the names");
    }
    if (capacityBytes <= 0 || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("capacity and patience of an S3 store must be positive");
    }
  }

  @Override
  public String toString() {
    return endpoint + "/" + bucket + "/" + prefix;
  }
}
