package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `AccessControlPolicy`: whom a bucket or object belongs to, and what others may do with it.
///
/// @param grants a set, shown with groups first, as canned ACLs have them, and else as it was given
public record AccessControlList(Owner owner, List<Grant> grants) implements S3Document {
  private static final int GRANTS_MAX = 100;
  private static final String GROUPS = "http://acs.amazonaws.com/groups/";

  /// Keeps its own copy.
  public AccessControlList {
    grants =
        Stream.concat(
                grants.stream().filter(grant -> grant.grantee() instanceof Group),
                grants.stream().filter(grant -> !(grant.grantee() instanceof Group)))
            .toList();
  }

  /// One permission of one grantee.
  public record Grant(Grantee grantee, Permission permission) {}

  /// Whom a grant is for.
  public sealed interface Grantee permits Grantee.User, Grantee.Email, Group {
    /// An account, by its canonical id.
    record User(String id) implements Grantee {}

    /// An account, by an address that this endpoint does not know.
    record Email(String address) implements Grantee {}
  }

  /// Grantees that are many.
  public enum Group implements Grantee {
    ALL_USERS("global/AllUsers"),
    AUTHENTICATED_USERS("global/AuthenticatedUsers"),
    LOG_DELIVERY("s3/LogDelivery");

    private final String path;

    Group(String path) {
      this.path = path;
    }

    String uri() {
      return GROUPS + path;
    }

    /// The group of a URI.
    ///
    /// @throws S3Exception `InvalidArgument`
    public static Group of(String uri) {
      for (Group group : values()) {
        if (group.uri().equals(uri)) {
          return group;
        }
      }
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid group uri")
          .with("ArgumentName", "uri")
          .with("ArgumentValue", uri);
    }
  }

  /// What a grant allows.
  public enum Permission {
    READ,
    WRITE,
    READ_ACP,
    WRITE_ACP,
    FULL_CONTROL;

    static Permission of(String word) {
      for (Permission permission : values()) {
        if (permission.name().equals(word)) {
          return permission;
        }
      }
      throw new S3Exception(S3Error.MALFORMED_ACL, "There is no permission " + word);
    }
  }

  /// The owner alone, who may do everything.
  public static AccessControlList ownedBy(Owner owner) {
    return new AccessControlList(
        owner, List.of(new Grant(new Grantee.User(owner.id()), Permission.FULL_CONTROL)));
  }

  /// Whether some grant that is for the caller has this permission.
  public boolean grants(Permission wanted, Predicate<Grantee> isCaller) {
    return grants.stream()
        .anyMatch(
            grant ->
                (grant.permission == wanted || grant.permission == Permission.FULL_CONTROL)
                    && isCaller.test(grant.grantee));
  }

  /// Whether a grant is for everybody.
  public boolean isPublic() {
    return grants.stream()
        .anyMatch(
            grant ->
                grant.grantee == Group.ALL_USERS || grant.grantee == Group.AUTHENTICATED_USERS);
  }

  /// Reads the request of PutBucketAcl and PutObjectAcl.
  ///
  /// @throws S3Exception `MalformedACLError`
  public static AccessControlList parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "AccessControlPolicy"));
  }

  /// Reads the text [#toXml] gave.
  public static AccessControlList parse(byte[] xml) {
    return of(XmlReader.parse(xml, "AccessControlPolicy"));
  }

  private static AccessControlList of(XmlElement root) {
    var owner = root.one("Owner").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL));
    var id = owner.wordOf("ID").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL));
    var grants =
        root.one("AccessControlList")
            .orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL))
            .all("Grant");
    if (grants.size() > GRANTS_MAX) {
      throw new S3Exception(S3Error.MALFORMED_ACL, "An ACL has at most 100 grants.");
    }
    return new AccessControlList(
        new Owner(id, owner.wordOf("DisplayName").orElse(id)),
        grants.stream().map(AccessControlList::grant).toList());
  }

  private static Grant grant(XmlElement element) {
    var grantee = element.one("Grantee").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL));
    var permission =
        Permission.of(
            element.wordOf("Permission").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL)));
    Optional<Grantee> found =
        grantee
            .wordOf("ID")
            .<Grantee>map(Grantee.User::new)
            .or(() -> grantee.wordOf("URI").map(Group::of))
            .or(() -> grantee.wordOf("EmailAddress").map(Grantee.Email::new));
    return new Grant(found.orElseThrow(() -> new S3Exception(S3Error.MALFORMED_ACL)), permission);
  }

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("AccessControlPolicy");
    owner.write(xml, "Owner");
    xml.open("AccessControlList");
    for (Grant grant : grants) {
      xml.open("Grant");
      switch (grant.grantee) {
        case Grantee.User(String id) ->
            xml.openTyped("Grantee", "CanonicalUser").element("ID", id).element("DisplayName", id);
        case Grantee.Email(String address) ->
            xml.openTyped("Grantee", "AmazonCustomerByEmail").element("EmailAddress", address);
        case Group group -> xml.openTyped("Grantee", "Group").element("URI", group.uri());
      }
      xml.close().element("Permission", grant.permission.name()).close();
    }
    return xml.toBytes();
  }
}
