package network.flashback.gateway.operation;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.ObjectHeaders;
import network.flashback.gateway.metadata.ObjectMarks;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.seal.Protection;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.http.HttpResponse;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.RunningChecksum;
import network.flashback.s3.xml.Copied;
import network.flashback.s3.xml.Tagging;

/// Operations that make whole objects.
public final class ObjectOperations {
  /// Largest object of one request, as with S3.
  static final long BODY_BYTES_MAX = 5L << 30;

  private final CopySources sources;
  private final Objects objects;
  private final ExtentWriter writer;
  private final Supplier<String> versions;
  private final InstantSource clock;

  /// @param versions new ids, of versions and of opaque tags
  public ObjectOperations(
      CopySources sources,
      Objects objects,
      ExtentWriter writer,
      Supplier<String> versions,
      InstantSource clock) {
    this.sources = sources;
    this.objects = objects;
    this.writer = writer;
    this.versions = versions;
    this.clock = clock;
  }

  /// Everything about a new object but its bytes.
  private record Description(
      Bucket bucket,
      String key,
      ObjectHeaders headers,
      ObjectMarks marks,
      Conditions conditions,
      Protection protection) {}

  Outcome put(S3Request request, Authentication caller, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var bucket = route.requireBucket();
    var marks = NewObject.marks(request, route, clock.instant());
    var description =
        new Description(
            bucket,
            request.key(),
            RequestHeaders.of(request, route),
            marks,
            request.conditions(),
            EncryptionHeaders.protection(bucket, request.headers(), marks.encryption()));
    if (!request.isOfUnknownLength()) {
      var _ = IncomingBody.requireLength(request);
    }
    // Refused before the body is sent where that can be known; decided again with the commit.
    requireConditions(description);
    var wanted = bucket.settings().opaqueTags() ? S3Body.Wanted.NOTHING : S3Body.Wanted.MD5;
    try (var body = IncomingBody.open(request, caller, wanted)) {
      var written =
          writer.write(bucket, route.sla(), body.bytes(), body.length(), description.protection);
      try {
        var outcome = body.finish();
        var etag = outcome.md5().map(ETag::ofMd5).orElseGet(this::opaqueTag);
        var stored = commit(description, etag, outcome.claimed(), written);
        var response = HttpResponse.empty(200).header("ETag", etag.quoted());
        outcome
            .claimed()
            .ifPresent(
                sum ->
                    response
                        .header(sum.algorithm().header(), sum.value())
                        .header("x-amz-checksum-type", sum.type().name()));
        describe(response, stored, route);
        return Outcome.stored(response, body.length());
      } catch (IOException | RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
    }
  }

  private ETag opaqueTag() {
    return ETag.opaque(versions.get());
  }

  private void describe(HttpResponse response, StoredObject stored, Route route) {
    if (!stored.version().equals(StoredObject.NULL_VERSION)) {
      ReadOperations.version(response, stored.version(), route);
    }
    EncryptionHeaders.describe(response, stored.marks().encryption());
    ReadOperations.expires(response, stored, route);
  }

  Outcome copy(S3Request request, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var target = route.requireBucket();
    var source = sources.find(request, route);
    var object = source.object();
    var replaces = replaces(request, "x-amz-metadata-directive");
    var marks = NewObject.marks(request, route, clock.instant());
    if (!replaces(request, "x-amz-tagging-directive")) {
      marks = marks.withTags(object.marks().tags());
    } else if (!request.headers().has("x-amz-tagging")) {
      marks = marks.withTags(Tagging.none().tags());
    }
    requireChange(request, source, target, replaces, marks);
    var headers =
        replaces
            ? RequestHeaders.of(request, route)
            : new ObjectHeaders(
                object.headers().standard(),
                object.headers().user(),
                StorageClasses.asked(request, route));
    var algorithm =
        request
            .headers()
            .first("x-amz-checksum-algorithm")
            .map(MultipartOperations::algorithm)
            .or(() -> object.checksum().map(Checksum::algorithm));
    var protection = EncryptionHeaders.protection(target, request.headers(), marks.encryption());
    return write(
        new Description(target, request.key(), headers, marks, request.conditions(), protection),
        source,
        algorithm,
        route);
  }

  private Outcome write(
      Description description,
      CopySources.Source source,
      Optional<ChecksumAlgorithm> algorithm,
      Route route)
      throws IOException {
    var checksum = algorithm.map(ChecksumAlgorithm::start);
    try (var bytes = sources.open(source)) {
      var md5 =
          description.bucket.settings().opaqueTags()
              ? Optional.<RunningChecksum>empty()
              : Optional.of(RunningChecksum.md5());
      InputStream measured = bytes;
      for (var sum : Stream.of(md5, checksum).flatMap(Optional::stream).toList()) {
        measured = new MeasuredInput(measured, sum);
      }
      var written =
          writer.write(
              description.bucket,
              route.sla(),
              measured,
              source.object().size(),
              description.protection);
      var etag = md5.map(sum -> ETag.ofMd5(sum.finish())).orElseGet(this::opaqueTag);
      var sum = checksum.map(one -> Checksum.of(algorithm.orElseThrow(), one.finish()));
      StoredObject stored;
      try {
        stored = commit(description, etag, sum, written);
      } catch (RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
      var outcome = Outcome.of(new Copied(Copied.Kind.OBJECT, etag, stored.modifiedAt(), sum));
      describe(outcome.response(), stored, route);
      if (source.bucket().settings().versioning().isPresent()) {
        outcome.response().header("x-amz-copy-source-version-id", source.object().version());
      }
      return outcome;
    }
  }

  private static void requireChange(
      S3Request request,
      CopySources.Source source,
      Bucket target,
      boolean replaces,
      ObjectMarks marks) {
    var object = source.object();
    var same =
        object.latest()
            && source.bucket().name().equals(target.name())
            && object.key().equals(request.key());
    if (same
        && !replaces
        && request.storageClass().orElse("STANDARD").equals(object.headers().storageClass())
        && marks.encryption().equals(object.marks().encryption())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static boolean replaces(S3Request request, String directive) {
    return request.headers().first(directive).filter("REPLACE"::equalsIgnoreCase).isPresent();
  }

  private void requireConditions(Description wanted) {
    if (!wanted.conditions.isEmpty()) {
      var current = objects.find(wanted.bucket.name(), wanted.key).map(StoredObject::current);
      wanted.conditions.onWrite(current).require();
    }
  }

  private StoredObject commit(
      Description wanted, ETag etag, Optional<Checksum> checksum, ExtentWriter.Written written) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<StoredObject.Part> parts =
        written
            .id()
            .map(id -> new StoredObject.Part(0, id, written.size(), Optional.empty()))
            .stream()
            .toList();
    return objects.commit(
        new StoredObject(
            wanted.bucket.name(),
            wanted.key,
            versions.get(),
            false,
            true,
            etag,
            written.size(),
            wanted.headers,
            wanted.marks,
            checksum,
            now,
            parts),
        wanted.conditions,
        written.puts());
  }
}
