package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.InstantSource;
import network.flashback.gateway.metadata.ObjectMarks;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.xml.LegalHold;
import network.flashback.s3.xml.Retention;
import network.flashback.s3.xml.Tagging;

/// Operations on what an object is marked with: tags, ACL, retention, legal hold.
public final class MarkOperations {
  private final Objects objects;
  private final InstantSource clock;

  /// Marks of these objects.
  public MarkOperations(Objects objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /// Reads a small document from a body.
  @FunctionalInterface
  interface Parser<T> {
    T parse(S3Body body) throws IOException;
  }

  static <T> T read(S3Request request, Authentication caller, Parser<T> parser) throws IOException {
    try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.NOTHING)) {
      var document = parser.parse(body);
      var _ = body.finish();
      return document;
    }
  }

  Outcome tags(S3Request request, Route route) {
    var object = ReadOperations.require(request, route);
    return versioned(Outcome.of(new Tagging(object.marks().tags())), object, route);
  }

  Outcome setTags(S3Request request, Authentication caller, Route route) throws IOException {
    var object = ReadOperations.require(request, route);
    var tags = read(request, caller, body -> Tagging.parse(body, Tagging.OBJECT_TAGS_MAX));
    objects.mark(object, marks -> marks.withTags(tags.tags()));
    return versioned(Outcome.of(HttpResponse.empty(200)), object, route);
  }

  Outcome deleteTags(S3Request request, Route route) {
    var object = ReadOperations.require(request, route);
    objects.mark(object, marks -> marks.withTags(java.util.Map.of()));
    return versioned(Outcome.of(HttpResponse.empty(204)), object, route);
  }

  Outcome acl(S3Request request, Route route) {
    var object = ReadOperations.require(request, route);
    return versioned(
        Outcome.of(object.marks().aclOr(route.requireBucket().owner())), object, route);
  }

  Outcome setAcl(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var object = ReadOperations.require(request, route);
    var owner = object.marks().ownerOr(bucket.owner());
    var acl = Acls.replacing(request, caller, bucket, owner);
    objects.mark(object, marks -> marks.withAcl(acl));
    return versioned(Outcome.of(HttpResponse.empty(200)), object, route);
  }

  Outcome retention(S3Request request, Route route) {
    NewObject.requireLock(route.requireBucket().settings().objectLock());
    return Outcome.of(
        ReadOperations.require(request, route)
            .marks()
            .retention()
            .orElseThrow(MarkOperations::unlocked));
  }

  Outcome setRetention(S3Request request, Authentication caller, Route route) throws IOException {
    NewObject.requireLock(route.requireBucket().settings().objectLock());
    var object = ReadOperations.require(request, route);
    var wanted = read(request, caller, Retention::parse);
    var now = clock.instant();
    NewObject.requireFuture(wanted, now);
    var bypass = bypass(request);
    objects.mark(
        object,
        marks -> {
          requireNotWeaker(marks, wanted, bypass);
          return marks.withRetention(java.util.Optional.of(wanted));
        });
    return Outcome.of(HttpResponse.empty(200));
  }

  private void requireNotWeaker(ObjectMarks marks, Retention wanted, boolean bypass) {
    var present = marks.retention().filter(one -> clock.instant().isBefore(one.until()));
    if (present.isEmpty()) {
      return;
    }
    var weaker =
        wanted.until().isBefore(present.get().until())
            || (present.get().mode() == Retention.Mode.COMPLIANCE
                && wanted.mode() != Retention.Mode.COMPLIANCE);
    var governed = present.get().mode() == Retention.Mode.GOVERNANCE;
    var changed = weaker || (governed && wanted.mode() != present.get().mode());
    if (changed && !(governed && bypass)) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "Access Denied because object protected by object lock.");
    }
  }

  static boolean bypass(S3Request request) {
    return request
        .headers()
        .first("x-amz-bypass-governance-retention")
        .filter("true"::equalsIgnoreCase)
        .isPresent();
  }

  Outcome hold(S3Request request, Route route) {
    NewObject.requireLock(route.requireBucket().settings().objectLock());
    return Outcome.of(
        ReadOperations.require(request, route)
            .marks()
            .hold()
            .orElseThrow(MarkOperations::unlocked));
  }

  Outcome setHold(S3Request request, Authentication caller, Route route) throws IOException {
    NewObject.requireLock(route.requireBucket().settings().objectLock());
    var object = ReadOperations.require(request, route);
    var hold = read(request, caller, LegalHold::parse);
    objects.mark(object, marks -> marks.withHold(hold));
    return Outcome.of(HttpResponse.empty(200));
  }

  private static S3Exception unlocked() {
    return new S3Exception(S3Error.NO_SUCH_OBJECT_LOCK_CONFIGURATION);
  }

  private static Outcome versioned(Outcome outcome, StoredObject object, Route route) {
    ReadOperations.version(outcome.response(), object.version(), route);
    return outcome;
  }
}
