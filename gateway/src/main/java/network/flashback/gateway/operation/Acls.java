package network.flashback.gateway.operation;

import java.io.IOException;
import java.util.regex.Pattern;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.access.CannedAcl;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.AccessControlList.Grantee;
import network.flashback.s3.xml.Owner;
import network.flashback.s3.xml.OwnershipControls;

/// The ACLs that requests ask for, held against what the bucket and this endpoint allow.
final class Acls {
  // Accounts are consumers, and their canonical ids addresses.
  private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-fA-F]{40}");

  private Acls() {}

  /// The ACL in the headers of a request that makes an object.
  ///
  /// @throws S3Exception `AccessControlListNotSupported`, `AccessDenied` or `InvalidArgument`
  static AccessControlList ofNewObject(S3Request request, Route route) {
    var bucket = route.requireBucket();
    var rules = bucket.rules();
    var asked = CannedAcl.isAskedBy(request.headers());
    var fullControl =
        request
            .headers()
            .first("x-amz-acl")
            .filter("bucket-owner-full-control"::equals)
            .isPresent();
    if (rules.ownerEnforced()) {
      if (asked && !fullControl) {
        throw new S3Exception(S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
      }
      return AccessControlList.ownedBy(bucket.owner());
    }
    var preferred =
        rules.ownership().filter(OwnershipControls.Rule.BUCKET_OWNER_PREFERRED::equals).isPresent();
    var owner = preferred && fullControl ? bucket.owner() : route.self();
    return checked(CannedAcl.ofHeaders(request.headers(), owner, bucket.owner()), bucket);
  }

  /// The ACL that replaces one, from headers or body.
  static AccessControlList replacing(
      S3Request request, Authentication caller, Bucket bucket, Owner owner) throws IOException {
    AccessControlList asked;
    if (CannedAcl.isAskedBy(request.headers())) {
      asked = CannedAcl.ofHeaders(request.headers(), owner, bucket.owner());
    } else {
      try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.NOTHING)) {
        asked = AccessControlList.parse(body);
        var _ = body.finish();
      }
      if (!asked.owner().id().equalsIgnoreCase(owner.id())) {
        throw new S3Exception(
            S3Error.ACCESS_DENIED, "The Owner of an ACL cannot be changed: it is " + owner.id());
      }
    }
    if (bucket.rules().ownerEnforced()) {
      throw new S3Exception(S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
    }
    return checked(asked, bucket);
  }

  /// Refuses grantees nobody knows, and what the public access block forbids.
  static AccessControlList checked(AccessControlList asked, Bucket bucket) {
    for (AccessControlList.Grant grant : asked.grants()) {
      switch (grant.grantee()) {
        case Grantee.Email(String address) ->
            throw new S3Exception(S3Error.UNRESOLVABLE_GRANT_BY_EMAIL_ADDRESS)
                .with("EmailAddress", address);
        case Grantee.User(String id) -> {
          if (!ACCOUNT.matcher(id).matches()) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid id")
                .with("ArgumentName", "CanonicalUser/ID")
                .with("ArgumentValue", id);
          }
        }
        case AccessControlList.Group _ -> {
          // The groups there are, are known.
        }
      }
    }
    if (asked.isPublic() && bucket.settings().publicAccessBlock().blockPublicAcls()) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "The bucket's public access block refuses public ACLs.");
    }
    return asked;
  }
}
