package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.ObjectHeaders;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.ObjectReader;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.http.HttpResponse;
import network.flashback.s3.ByteRange;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.RunningChecksum;
import network.flashback.s3.xml.Copied;
import network.flashback.s3.xml.DeleteRequest;
import network.flashback.s3.xml.DeleteResult;

/// Operations on whole objects.
public final class ObjectOperations {
  /// Largest object of one request, as with S3.
  static final long BODY_BYTES_MAX = 5L << 30;

  private final CopySources sources;
  private final Objects objects;
  private final ExtentWriter writer;
  private final ExtentReader reader;
  private final InstantSource clock;

  /// Objects in these stores.
  public ObjectOperations(
      CopySources sources,
      Objects objects,
      ExtentWriter writer,
      ExtentReader reader,
      InstantSource clock) {
    this.sources = sources;
    this.objects = objects;
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
  }

  Outcome put(S3Request request, Authentication caller, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var bucket = route.requireBucket();
    var headers = RequestHeaders.of(request);
    var length = requireLength(request);
    // Refused before the body is sent where that can be known; decided again with the commit.
    requireConditions(request, bucket);
    try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.MD5)) {
      var written = writer.write(bucket, route.sla(), body, length);
      try {
        var outcome = body.finish();
        var etag = ETag.ofMd5(outcome.md5().orElseThrow());
        var _ =
            commit(
                bucket,
                request.key(),
                etag,
                headers,
                outcome.claimed(),
                request.conditions(),
                written);
        var response = HttpResponse.empty(200).header("ETag", etag.quoted());
        outcome
            .claimed()
            .ifPresent(
                sum ->
                    response
                        .header(sum.algorithm().header(), sum.value())
                        .header("x-amz-checksum-type", sum.type().name()));
        return Outcome.stored(response, length);
      } catch (IOException | RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
    }
  }

  Outcome get(S3Request request, Route route) throws IOException {
    var bucket = route.requireBucket();
    var object = require(bucket, request.key());
    request.conditions().onRead(object.current()).require();
    var slice = slice(request, object);
    var whole = slice.isEmpty();
    var first = slice.map(ByteRange.Slice::first).orElse(0L);
    var length = slice.map(ByteRange.Slice::length).orElse(object.size());
    var bytesOut = new AtomicLong();
    HttpResponse response;
    if (length == 0) {
      response = HttpResponse.empty(200);
    } else {
      var in = ObjectReader.open(reader, bucket, object, first, length);
      response =
          HttpResponse.stream(
                  whole ? 200 : 206,
                  length,
                  out -> {
                    var buffer = new byte[64 * 1024];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                      out.write(buffer, 0, read);
                      bytesOut.addAndGet(read);
                    }
                  })
              .closing(in);
    }
    describe(response, object, request, slice);
    return new Outcome(response, 0, bytesOut);
  }

  Outcome head(S3Request request, Route route) {
    var object = require(route.requireBucket(), request.key());
    request.conditions().onRead(object.current()).require();
    var slice = slice(request, object);
    var length = slice.map(ByteRange.Slice::length).orElse(object.size());
    var response = HttpResponse.declaring(slice.isEmpty() ? 200 : 206, length);
    describe(response, object, request, slice);
    return Outcome.of(response);
  }

  Outcome copy(S3Request request, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var target = route.requireBucket();
    var source = sources.find(request.copySource().orElseThrow(), route);
    var object = source.object();
    var replaces =
        request
            .headers()
            .first("x-amz-metadata-directive")
            .filter("REPLACE"::equalsIgnoreCase)
            .isPresent();
    if (!replaces
        && source.bucket().name().equals(target.name())
        && object.key().equals(request.key())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without changing the"
              + " object's metadata, storage class, website redirect location or encryption attributes.");
    }
    var headers = replaces ? RequestHeaders.of(request) : object.headers();
    try (var bytes = sources.open(source)) {
      var md5 = RunningChecksum.md5();
      var measured = new MeasuredInput(bytes, md5);
      var written = writer.write(target, route.sla(), measured, object.size());
      var etag = ETag.ofMd5(md5.finish());
      Instant at;
      try {
        at =
            commit(
                target,
                request.key(),
                etag,
                headers,
                object.checksum().filter(sum -> !sum.value().contains("-")),
                request.conditions(),
                written);
      } catch (RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
      return Outcome.of(new Copied(Copied.Kind.OBJECT, etag, at, Optional.empty()));
    }
  }

  Outcome delete(S3Request request, Route route) {
    objects.delete(
        route.requireBucket().name(), request.key(), request.conditions(), clock.instant());
    return Outcome.of(HttpResponse.empty(204));
  }

  Outcome deleteMany(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    DeleteRequest asked;
    try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.NOTHING)) {
      asked = DeleteRequest.parse(body);
      var _ = body.finish();
    }
    var deleted = new ArrayList<DeleteResult.Deleted>();
    var refused = new ArrayList<DeleteResult.Refused>();
    for (DeleteRequest.Target target : asked.objects()) {
      try {
        Access.requireScope(route.grant(), new S3Target.ObjectKey(bucket.name(), target.key()));
        var tags = target.etag().map(tag -> List.of(tag.value())).orElse(List.of());
        var conditions = new Conditions(tags, List.of(), Optional.empty(), Optional.empty());
        objects.delete(bucket.name(), target.key(), conditions, clock.instant());
        deleted.add(new DeleteResult.Deleted(target.key(), target.versionId(), Optional.empty()));
      } catch (S3Exception why) {
        refused.add(new DeleteResult.Refused(target.key(), target.versionId(), why));
      }
    }
    return Outcome.of(new DeleteResult(asked.quiet() ? List.of() : deleted, refused));
  }

  static long requireLength(S3Request request) {
    var length = request.requiredLength();
    if (length > BODY_BYTES_MAX) {
      throw new S3Exception(S3Error.ENTITY_TOO_LARGE)
          .with("ProposedSize", Long.toString(length))
          .with("MaxSizeAllowed", Long.toString(BODY_BYTES_MAX));
    }
    return length;
  }

  private void requireConditions(S3Request request, Bucket bucket) {
    var conditions = request.conditions();
    if (!conditions.isEmpty()) {
      var current = objects.find(bucket.name(), request.key()).map(StoredObject::current);
      conditions.onWrite(current).require();
    }
  }

  private Instant commit(
      Bucket bucket,
      String key,
      ETag etag,
      ObjectHeaders headers,
      Optional<Checksum> checksum,
      Conditions conditions,
      ExtentWriter.Written written) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var parts =
        written.id().map(id -> new StoredObject.Part(0, id, written.size())).stream().toList();
    objects.commit(
        new StoredObject(bucket.name(), key, etag, written.size(), headers, checksum, now, parts),
        conditions,
        written.puts());
    return now;
  }

  private StoredObject require(Bucket bucket, String key) {
    return objects
        .find(bucket.name(), key)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY).with("Key", key));
  }

  private static Optional<ByteRange.Slice> slice(S3Request request, StoredObject object) {
    if (request.partNumber().isPresent()) {
      return Optional.of(partSlice(request.partNumber().get(), object));
    }
    return request.range().map(range -> range.within(object.size()));
  }

  private static ByteRange.Slice partSlice(int number, StoredObject object) {
    var start = 0L;
    for (StoredObject.Part part : object.parts()) {
      if (part.number() == number || (part.number() == 0 && number == 1)) {
        return new ByteRange.Slice(start, part.size());
      }
      start += part.size();
    }
    throw new S3Exception(S3Error.INVALID_PART_NUMBER);
  }

  private static void describe(
      HttpResponse response,
      StoredObject object,
      S3Request request,
      Optional<ByteRange.Slice> slice) {
    RequestHeaders.describe(response, object, request);
    slice.ifPresent(s -> response.header("Content-Range", s.contentRange(object.size())));
    if (slice.isEmpty()) {
      RequestHeaders.checksum(response, object, request);
    }
    if (object.etag().value().contains("-") && request.partNumber().isPresent()) {
      response.header("x-amz-mp-parts-count", Integer.toString(object.parts().size()));
    }
  }
}
