package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.access.Permissions;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.Objects.Deletion;
import network.flashback.http.HttpResponse;
import network.flashback.s3.Conditions;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.xml.DeleteRequest;
import network.flashback.s3.xml.DeleteResult;

/// Operations that delete objects.
public final class DeleteOperations {
  private final Objects objects;
  private final Permissions permissions;
  private final Supplier<String> versions;
  private final InstantSource clock;

  /// @param versions new ids of delete markers
  public DeleteOperations(
      Objects objects, Permissions permissions, Supplier<String> versions, InstantSource clock) {
    this.objects = objects;
    this.permissions = permissions;
    this.versions = versions;
    this.clock = clock;
  }

  Outcome delete(S3Request request, Route route) {
    var deleted = delete(request, route, request.key(), request.versionId(), request.conditions());
    var response = HttpResponse.empty(204);
    deleted.version().ifPresent(version -> ReadOperations.version(response, version, route));
    if (deleted.marker()) {
      response.header("x-amz-delete-marker", "true");
    }
    return Outcome.of(response);
  }

  Outcome deleteMany(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var asked = MarkOperations.read(request, caller, DeleteRequest::parse);
    var deleted = new ArrayList<DeleteResult.Deleted>();
    var refused = new ArrayList<DeleteResult.Refused>();
    for (DeleteRequest.Target target : asked.objects()) {
      try {
        Access.requireScope(route.grant(), new S3Target.ObjectKey(bucket.name(), target.key()));
        requireAllowed(request, route, target);
        var result = delete(request, route, target.key(), target.versionId(), conditions(target));
        deleted.add(
            new DeleteResult.Deleted(
                target.key(),
                target.versionId(),
                result.marker() ? result.version() : Optional.empty()));
      } catch (S3Exception why) {
        refused.add(new DeleteResult.Refused(target.key(), target.versionId(), why));
      }
    }
    return Outcome.of(new DeleteResult(asked.quiet() ? List.of() : deleted, refused));
  }

  private void requireAllowed(S3Request request, Route route, DeleteRequest.Target target) {
    var action = target.versionId().isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
    if (!permissions.allows(route.requireBucket(), route.caller(), action, target.key(), request)) {
      throw new S3Exception(S3Error.ACCESS_DENIED);
    }
  }

  private static Conditions conditions(DeleteRequest.Target target) {
    return new Conditions(
        target.etag().map(tag -> List.of(tag.value())).orElse(List.of()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        target.lastModified(),
        target.size().map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private Objects.Deleted delete(
      S3Request request, Route route, String key, Optional<String> version, Conditions conditions) {
    var bucket = route.requireBucket();
    var bypass =
        MarkOperations.bypass(request)
            && permissions.allows(
                bucket, route.caller(), "s3:BypassGovernanceRetention", key, request);
    return objects.delete(
        new Deletion(
            bucket.name(),
            key,
            version,
            conditions,
            versions.get(),
            route.self().id(),
            bypass,
            clock.instant()));
  }
}
