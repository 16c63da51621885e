package network.flashback.s3.access;

import java.util.Optional;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.AccessControlList.Permission;
import network.flashback.s3.xml.OwnershipControls;
import network.flashback.s3.xml.PublicAccessBlock;

/// Everything that decides who may use a bucket.
///
/// @param owner canonical id of the account it belongs to
/// @param ownership absent counts as `ObjectWriter`
public record BucketRules(
    String owner,
    Optional<BucketPolicy> policy,
    AccessControlList acl,
    PublicAccessBlock block,
    Optional<OwnershipControls.Rule> ownership) {

  /// Actions that the owner can never lock itself out of.
  private static boolean isAboutPolicy(String action) {
    return action.equals("s3:GetBucketPolicy")
        || action.equals("s3:PutBucketPolicy")
        || action.equals("s3:DeleteBucketPolicy");
  }

  /// Whether the bucket's owner alone rules: ACLs have no effect.
  public boolean ownerEnforced() {
    return ownership.filter(OwnershipControls.Rule.BUCKET_OWNER_ENFORCED::equals).isPresent();
  }

  /// The decision, a pure function: an explicit denial wins; then ownership, policy or ACL must
  /// allow.
  ///
  /// @param object the ACL of the object asked about, when there is one
  public boolean allow(Question question, Optional<AccessControlList> object) {
    var caller = question.caller();
    var verdict = policyOn(question);
    if (verdict == BucketPolicy.Verdict.DENIED
        && !(caller.is(owner) && isAboutPolicy(question.action()))) {
      return false;
    }
    return isOwner(question, object)
        || verdict == BucketPolicy.Verdict.ALLOWED
        || aclAllows(question, object);
  }

  private BucketPolicy.Verdict policyOn(Question question) {
    if (policy.isEmpty()) {
      return BucketPolicy.Verdict.SILENT;
    }
    var verdict = policy.get().judge(question);
    var restricted =
        block.restrictPublicBuckets() && policy.get().isPublic() && !question.caller().is(owner);
    return restricted && verdict == BucketPolicy.Verdict.ALLOWED
        ? BucketPolicy.Verdict.SILENT
        : verdict;
  }

  /// Reading an object and its ACL is its own owner's right, everything else the bucket owner's.
  private boolean isOwner(Question question, Optional<AccessControlList> object) {
    var caller = question.caller();
    if (object.isEmpty() || ownerEnforced()) {
      return caller.is(owner);
    }
    var ownsObject = caller.is(object.get().owner().id());
    return switch (S3Action.of(question.action()).object()) {
      case READ, READ_ACP, WRITE_ACP -> ownsObject;
      case WRITE -> caller.is(owner);
      case FULL_CONTROL -> ownsObject || caller.is(owner);
    };
  }

  private boolean aclAllows(Question question, Optional<AccessControlList> object) {
    if (ownerEnforced()) {
      return false;
    }
    var action = S3Action.of(question.action());
    var fromBucket =
        action.bucket() != Permission.FULL_CONTROL && grants(acl, action.bucket(), question);
    var fromObject =
        object.isPresent()
            && action.object() != Permission.FULL_CONTROL
            && action.object() != Permission.WRITE
            && grants(object.get(), action.object(), question);
    return fromBucket || fromObject;
  }

  private boolean grants(AccessControlList list, Permission permission, Question question) {
    return list.grants(
        permission,
        grantee ->
            question.caller().isAmong(grantee)
                && !(block.ignorePublicAcls() && grantee instanceof AccessControlList.Group));
  }
}
