package network.flashback.gateway.operation;

import java.time.Instant;
import java.util.Optional;
import network.flashback.gateway.metadata.ObjectMarks;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.LegalHold;
import network.flashback.s3.xml.ObjectLockConfiguration;
import network.flashback.s3.xml.Retention;
import network.flashback.s3.xml.Tagging;

/// The marks that a request gives to the object it makes.
final class NewObject {
  private NewObject() {}

  /// @throws S3Exception what is wrong with the headers
  static ObjectMarks marks(S3Request request, Route route, Instant now) {
    var settings = route.requireBucket().settings();
    var acl = Acls.ofNewObject(request, route);
    var marks =
        ObjectMarks.of(acl.owner().id())
            .withEncryption(EncryptionHeaders.asked(request.headers(), settings.encryption()))
            .withRetention(retention(request, settings.objectLock(), now));
    // A private ACL is what an object has anyway.
    if (!acl.equals(AccessControlList.ownedBy(acl.owner()))) {
      marks = marks.withAcl(acl);
    }
    var tags = request.headers().text("x-amz-tagging").map(Tagging::ofHeader);
    if (tags.isPresent()) {
      marks = marks.withTags(tags.get().tags());
    }
    var hold = request.headers().first("x-amz-object-lock-legal-hold").map(String::strip);
    if (hold.isPresent()) {
      requireLock(settings.objectLock());
      marks = marks.withHold(LegalHold.of(hold.get()));
    }
    return marks;
  }

  private static Optional<Retention> retention(
      S3Request request, Optional<ObjectLockConfiguration> lock, Instant now) {
    var mode = request.headers().first("x-amz-object-lock-mode").map(String::strip);
    var until = request.headers().first("x-amz-object-lock-retain-until-date").map(String::strip);
    if (mode.isPresent() != until.isPresent()) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
    }
    if (mode.isEmpty()) {
      return lock.flatMap(ObjectLockConfiguration::rule).map(rule -> rule.from(now));
    }
    requireLock(lock);
    var retention = Retention.of(mode.get(), until.orElseThrow());
    requireFuture(retention, now);
    return Optional.of(retention);
  }

  static void requireFuture(Retention retention, Instant now) {
    if (!retention.until().isAfter(now)) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "The retain until date must be in the future!");
    }
  }

  static void requireLock(Optional<ObjectLockConfiguration> lock) {
    if (lock.isEmpty()) {
      throw new S3Exception(S3Error.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
    }
  }
}
