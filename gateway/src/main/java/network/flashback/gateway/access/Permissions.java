package network.flashback.gateway.access;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.operation.Route;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Query;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.access.Caller;
import network.flashback.s3.access.Question;
import network.flashback.s3.access.S3Action;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.Tagging;

/// Asks a bucket's rules whether a request may be performed: gathers the circumstances, and leaves
/// the decision to [network.flashback.s3.access.BucketRules].
public final class Permissions {
  private final Objects objects;

  /// Looks up the objects asked about among these.
  public Permissions(Objects objects) {
    this.objects = objects;
  }

  /// The route, if the request may go that way.
  ///
  /// @throws S3Exception `AccessDenied`
  public Route require(S3Request request, Route route) {
    if (route.bucket().isEmpty() || request.operation() == S3Operation.CREATE_BUCKET) {
      return route;
    }
    var bucket = route.bucket().get();
    requireExpectedOwner(request, "x-amz-expected-bucket-owner", bucket);
    if (request.target() instanceof S3Target.ObjectKey(String _, String key)
        && S3Action.concernsStored(request.operation())) {
      requireStored(bucket, route.caller(), S3Action.of(request), key, route.stored(), request);
      return route;
    }
    // Each key of DeleteObjects is asked about on its own.
    if (request.operation() != S3Operation.DELETE_OBJECTS) {
      var resource =
          switch (request.target()) {
            case S3Target.Service() -> "";
            case S3Target.Bucket(String name) -> name;
            case S3Target.ObjectKey(String name, String key) -> name + "/" + key;
          };
      require(
          bucket,
          new Question(route.caller(), S3Action.of(request), resource, facts(request)),
          Optional.empty());
    }
    return route;
  }

  /// Whether the caller may do something to a key, circumstances of the request included.
  public boolean allows(
      Bucket bucket, Caller caller, String action, String key, S3Request request) {
    var question = new Question(caller, action, bucket.name() + "/" + key, facts(request));
    return bucket.rules().allow(question, Optional.empty());
  }

  /// The source of a copy, which the caller may read.
  ///
  /// @throws S3Exception `AccessDenied`
  public Optional<StoredObject> requireSource(
      Bucket bucket, String key, Optional<String> version, Caller caller, S3Request request) {
    requireExpectedOwner(request, "x-amz-source-expected-bucket-owner", bucket);
    var stored = stored(bucket, key, version);
    var action = version.isPresent() ? "s3:GetObjectVersion" : "s3:GetObject";
    requireStored(bucket, caller, action, key, stored, request);
    return stored.filter(object -> !object.marker());
  }

  private static void requireExpectedOwner(S3Request request, String header, Bucket bucket) {
    var expected = request.headers().first(header).map(String::strip);
    if (expected.isPresent() && !expected.get().equalsIgnoreCase(bucket.owner().id())) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "The bucket does not belong to whom " + header + " names.");
    }
  }

  private Optional<StoredObject> stored(Bucket bucket, String key, Optional<String> version) {
    return version.isPresent()
        ? objects.find(bucket.name(), key, version.get())
        : objects.latest(bucket.name(), key);
  }

  private static void requireStored(
      Bucket bucket,
      Caller caller,
      String action,
      String key,
      Optional<StoredObject> stored,
      S3Request request) {
    var facts = facts(request);
    if (stored.isEmpty()) {
      // That a key is not there may be known by whoever may list it.
      facts.put("s3:prefix", List.of(key));
      require(
          bucket, new Question(caller, "s3:ListBucket", bucket.name(), facts), Optional.empty());
      return;
    }
    stored
        .get()
        .marks()
        .tags()
        .forEach(
            (name, value) ->
                facts.put("s3:existingobjecttag/" + name.toLowerCase(Locale.ROOT), List.of(value)));
    var acl = stored.get().marks().aclOr(bucket.owner());
    require(
        bucket, new Question(caller, action, bucket.name() + "/" + key, facts), Optional.of(acl));
  }

  private static void require(Bucket bucket, Question question, Optional<AccessControlList> acl) {
    if (!bucket.rules().allow(question, acl)) {
      throw new S3Exception(S3Error.ACCESS_DENIED);
    }
  }

  private static Map<String, List<String>> facts(S3Request request) {
    var facts = new HashMap<String, List<String>>();
    for (S3Headers.Field field : request.headers()) {
      if (field.name().startsWith("x-amz-")) {
        facts.putIfAbsent("s3:" + field.name(), List.of(field.value().strip()));
      }
    }
    for (S3Query.Parameter parameter : request.query().parameters()) {
      facts.putIfAbsent(
          "s3:" + parameter.name().toLowerCase(Locale.ROOT), List.of(parameter.value()));
    }
    request
        .http()
        .source()
        .ifPresent(
            source -> {
              facts.put("aws:sourceip", List.of(source.address()));
              facts.put("aws:securetransport", List.of(Boolean.toString(source.secure())));
            });
    request.headers().first("referer").ifPresent(value -> facts.put("aws:referer", List.of(value)));
    request
        .headers()
        .first("user-agent")
        .ifPresent(value -> facts.put("aws:useragent", List.of(value)));
    facts.computeIfPresent(
        "s3:x-amz-copy-source",
        (name, value) ->
            value.getFirst().startsWith("/") ? List.of(value.getFirst().substring(1)) : value);
    request
        .headers()
        .first("x-amz-tagging")
        .ifPresent(
            header ->
                Tagging.ofHeader(header)
                    .tags()
                    .forEach(
                        (name, value) ->
                            facts.put(
                                "s3:requestobjecttag/" + name.toLowerCase(Locale.ROOT),
                                List.of(value))));
    return facts;
  }
}
