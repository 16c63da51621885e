package network.flashback.s3.access;

import java.util.ArrayList;
import java.util.List;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.AccessControlList.Grant;
import network.flashback.s3.xml.AccessControlList.Grantee;
import network.flashback.s3.xml.AccessControlList.Group;
import network.flashback.s3.xml.AccessControlList.Permission;
import network.flashback.s3.xml.Owner;

/// ACLs by a word, or by headers.
///
/// Source: Amazon S3 User Guide, "Access control list (ACL) overview".
public enum CannedAcl {
  PRIVATE("private"),
  PUBLIC_READ("public-read"),
  PUBLIC_READ_WRITE("public-read-write"),
  AUTHENTICATED_READ("authenticated-read"),
  AWS_EXEC_READ("aws-exec-read"),
  LOG_DELIVERY_WRITE("log-delivery-write"),
  BUCKET_OWNER_READ("bucket-owner-read"),
  BUCKET_OWNER_FULL_CONTROL("bucket-owner-full-control");

  private final String word;

  CannedAcl(String word) {
    this.word = word;
  }

  /// The canned ACL of a word.
  ///
  /// @throws S3Exception `InvalidArgument`
  public static CannedAcl of(String word) {
    for (CannedAcl acl : values()) {
      if (acl.word.equals(word)) {
        return acl;
      }
    }
    throw new S3Exception(S3Error.INVALID_ARGUMENT, "There is no canned ACL of this name.")
        .with("ArgumentName", "x-amz-acl")
        .with("ArgumentValue", word);
  }

  /// The grants it stands for.
  public AccessControlList of(Owner owner, Owner bucketOwner) {
    var grants = new ArrayList<Grant>();
    switch (this) {
      case PRIVATE, AWS_EXEC_READ -> {}
      case PUBLIC_READ -> grants.add(new Grant(Group.ALL_USERS, Permission.READ));
      case PUBLIC_READ_WRITE -> {
        grants.add(new Grant(Group.ALL_USERS, Permission.READ));
        grants.add(new Grant(Group.ALL_USERS, Permission.WRITE));
      }
      case AUTHENTICATED_READ -> grants.add(new Grant(Group.AUTHENTICATED_USERS, Permission.READ));
      case LOG_DELIVERY_WRITE -> {
        grants.add(new Grant(Group.LOG_DELIVERY, Permission.WRITE));
        grants.add(new Grant(Group.LOG_DELIVERY, Permission.READ_ACP));
      }
      case BUCKET_OWNER_READ -> grants.add(grantOf(bucketOwner, Permission.READ));
      case BUCKET_OWNER_FULL_CONTROL -> grants.add(grantOf(bucketOwner, Permission.FULL_CONTROL));
    }
    grants.addAll(AccessControlList.ownedBy(owner).grants());
    return new AccessControlList(owner, grants.stream().distinct().toList());
  }

  private static Grant grantOf(Owner bucketOwner, Permission permission) {
    return new Grant(new Grantee.User(bucketOwner.id()), permission);
  }

  /// The ACL that the headers `x-amz-acl` or `x-amz-grant-*` ask for; private without them.
  ///
  /// @throws S3Exception `InvalidArgument` or `InvalidRequest`
  public static AccessControlList ofHeaders(S3Headers headers, Owner owner, Owner bucketOwner) {
    var canned = headers.first("x-amz-acl").map(String::strip);
    var grants = new ArrayList<Grant>();
    for (Permission permission : Permission.values()) {
      headers
          .first(headerOf(permission))
          .ifPresent(list -> grants.addAll(grantees(list, permission)));
    }
    if (canned.isPresent() && !grants.isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    return grants.isEmpty()
        ? canned.map(CannedAcl::of).orElse(PRIVATE).of(owner, bucketOwner)
        : new AccessControlList(owner, grants);
  }

  /// Whether the headers say anything about an ACL.
  public static boolean isAskedBy(S3Headers headers) {
    for (Permission permission : Permission.values()) {
      if (headers.has(headerOf(permission))) {
        return true;
      }
    }
    return headers.has("x-amz-acl");
  }

  private static String headerOf(Permission permission) {
    return "x-amz-grant-" + permission.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static List<Grant> grantees(String list, Permission permission) {
    var grants = new ArrayList<Grant>();
    for (String one : list.split(",", -1)) {
      int equals = one.indexOf('=');
      var kind = equals < 0 ? "" : one.substring(0, equals).strip();
      var value = one.substring(equals + 1).strip().replace("\"", "");
      Grantee grantee =
          switch (kind) {
            case "id" -> new Grantee.User(value);
            case "uri" -> Group.of(value);
            case "emailAddress" -> new Grantee.Email(value);
            default ->
                throw new S3Exception(S3Error.INVALID_ARGUMENT, "Argument format not recognized")
                    .with("ArgumentName", headerOf(permission))
                    .with("ArgumentValue", one);
          };
      grants.add(new Grant(grantee, permission));
    }
    return grants;
  }
}
