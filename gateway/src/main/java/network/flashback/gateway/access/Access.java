package network.flashback.gateway.access;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.evm.Keccak256;
import network.flashback.gateway.Grants;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.auth.Credentials;
import network.flashback.s3.auth.SecretAccessKey;

/// Decides whether a proven caller may do what it asks: the grant must hold, cover the right, and
/// cover bucket and key.
public final class Access implements Credentials {
  private final AccessKeys keys;
  private final Grants grants;
  private final InstantSource clock;

  /// @param clock for the expiry of grants
  public Access(AccessKeys keys, Grants grants, InstantSource clock) {
    this.keys = keys;
    this.grants = grants;
    this.clock = clock;
  }

  /// Known are the current keys of every grant ever seen; whether it still holds is for [#require]
  /// to say, so that a revoked key is told so.
  @Override
  public Optional<SecretAccessKey> secretOf(String accessKeyId) {
    return keys.nameOf(accessKeyId)
        .filter(
            name ->
                grants
                    .grant(name.grantId())
                    .filter(g -> g.keyVersion() == name.version())
                    .isPresent())
        .map(keys::secret);
  }

  /// The caller's own grant, which covers the request; empty for an anonymous caller.
  ///
  /// @throws S3Exception `AccessDenied` with the reason
  public Optional<Grant> require(Authentication caller, S3Request request) {
    return switch (caller) {
      case Authentication.Anonymous _ -> Optional.empty();
      case Authentication.Signed signed -> {
        var grant = grantOf(signed.accessKeyId());
        requireHolding(grant);
        requireRight(grant, rightFor(request));
        requireScope(grant, request.target());
        yield Optional.of(grant);
      }
    };
  }

  /// The grant of a bucket's owner under which others act whom the bucket's rules let in.
  ///
  /// @throws S3Exception `AccessDenied` when none holds that covers the request
  public Grant ownersGrant(Bucket bucket, S3Request request) {
    var right = rightFor(request);
    return grants.under(bucket.slaId()).stream()
        .filter(grant -> grant.state() != Grants.State.REVOKED)
        .filter(grant -> clock.instant().isBefore(grant.expiry()))
        .filter(grant -> grant.rights().contains(right))
        .filter(grant -> grant.state() == Grants.State.ACTIVE || right == Right.READ)
        .filter(grant -> covers(grant, request.target()))
        .findFirst()
        .orElseThrow(
            () -> denied("The owner of the bucket does not let this gateway act for others."));
  }

  /// Every S3 operation that changes nothing is a GET or a HEAD, and only those.
  public static Right rightFor(S3Request request) {
    return switch (request.http().method()) {
      case "GET", "HEAD" -> Right.READ;
      default -> Right.WRITE;
    };
  }

  /// Refuses a key outside the grant's scope; for operations that name keys in their body.
  public static void requireScope(Grant grant, S3Target target) {
    if (!covers(grant, target)) {
      throw denied("Your access key is limited to another bucket or prefix.");
    }
  }

  /// Whether the grant's scope covers the target.
  public static boolean covers(Grant grant, S3Target target) {
    if (grant.scope().isZero()) {
      return true;
    }
    return switch (target) {
      case S3Target.Service() -> false;
      case S3Target.Bucket(String bucket) -> isScope(grant, bucket);
      case S3Target.ObjectKey(String bucket, String key) -> {
        var path = bucket + "/" + key;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
          if (isScope(grant, path.substring(0, slash))) {
            yield true;
          }
        }
        yield isScope(grant, path);
      }
    };
  }

  private static boolean isScope(Grant grant, String path) {
    return grant.scope().equals(Keccak256.hash(path.getBytes(StandardCharsets.UTF_8)));
  }

  private Grant grantOf(String accessKeyId) {
    return keys.nameOf(accessKeyId)
        .flatMap(name -> grants.grant(name.grantId()))
        .orElseThrow(() -> new S3Exception(S3Error.INVALID_ACCESS_KEY_ID));
  }

  private void requireHolding(Grant grant) {
    if (grant.state() == Grants.State.REVOKED) {
      throw denied("The consumer has revoked the grant behind this access key. Ask for a new one.");
    }
    if (!clock.instant().isBefore(grant.expiry())) {
      throw denied(
          "The grant behind this access key expired at " + grant.expiry() + ". Ask for a new one.");
    }
  }

  private static void requireRight(Grant grant, Right right) {
    if (!grant.rights().contains(right)) {
      throw denied(
          "The grant behind this access key does not allow to "
              + right.name().toLowerCase(java.util.Locale.ROOT)
              + ".");
    }
    if (grant.state() == Grants.State.RESTRICTED && right == Right.WRITE) {
      throw denied(
          "The SLA behind this access key is in grace: reading is allowed, writing is not. Extend the SLA.");
    }
  }

  private static S3Exception denied(String why) {
    return new S3Exception(S3Error.ACCESS_DENIED, why);
  }
}
