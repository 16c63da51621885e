package network.flashback.s3.access;

import network.flashback.s3.xml.AccessControlList.Grantee;
import network.flashback.s3.xml.AccessControlList.Group;

/// Who asks, as policies and ACLs tell callers apart.
public sealed interface Caller {
  /// Nobody said who.
  record Anonymous() implements Caller {}

  /// An account, by its canonical id.
  record Account(String id) implements Caller {}

  /// Whether this is the account of that id; ids are compared without regard to case.
  default boolean is(String id) {
    return this instanceof Account(String own) && own.equalsIgnoreCase(id);
  }

  /// Whether a grant of an ACL is for this caller.
  default boolean isAmong(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User(String id) -> is(id);
      case Grantee.Email(String _) -> false;
      case Group.ALL_USERS -> true;
      case Group.AUTHENTICATED_USERS -> this instanceof Account;
      case Group.LOG_DELIVERY -> false;
    };
  }
}
