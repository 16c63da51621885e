package network.flashback.gateway.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import network.flashback.gateway.lifecycle.Expiry;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.ObjectReader;
import network.flashback.http.HttpResponse;
import network.flashback.providers.StoreException;
import network.flashback.s3.ByteRange;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.xml.ObjectAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Operations that read objects.
public final class ReadOperations {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOperations.class);
  private static final int PARTS_MAX = 1000;
  private static final Set<String> ATTRIBUTES =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final ExtentReader reader;
  private final Counter cut;

  /// Objects read through this.
  ///
  /// @param registry counts answers that no provider could finish
  public ReadOperations(ExtentReader reader, MeterRegistry registry) {
    this.reader = reader;
    this.cut =
        Counter.builder("gateway.reads.cut")
            .description("Answers that ended early, since too few providers were left")
            .register(registry);
  }

  Outcome get(S3Request request, Route route) throws IOException {
    var bucket = route.requireBucket();
    var object = require(request, route);
    var slice = slice(request, object);
    EncryptionHeaders.requireKey(request.headers(), object);
    requireConditions(request, object);
    var first = slice.map(ByteRange.Slice::first).orElse(0L);
    var length = slice.map(ByteRange.Slice::length).orElse(object.size());
    var bytesOut = new AtomicLong();
    HttpResponse response;
    if (length == 0) {
      response = HttpResponse.empty(200);
    } else {
      var layer = EncryptionHeaders.layer(request.headers(), object.marks().encryption());
      var in = ObjectReader.open(reader, bucket, object, route.begins(), first, length, layer);
      response =
          HttpResponse.stream(
                  slice.isEmpty() ? 200 : 206, length, out -> send(in, out, bytesOut, object))
              .closing(in);
    }
    describe(response, object, request, route, slice);
    return new Outcome(response, 0, bytesOut);
  }

  /// The status has left already: the client sees that less came than was announced.
  private void send(ObjectReader in, OutputStream out, AtomicLong bytesOut, StoredObject object)
      throws IOException {
    try {
      in.writeTo(out, bytesOut::addAndGet);
    } catch (StoreException why) {
      cut.increment();
      LOG.warn(
          "an answer with {}/{} was cut after {} bytes: {}",
          object.bucket(),
          object.key(),
          bytesOut,
          why.getMessage());
      throw why;
    }
  }

  Outcome head(S3Request request, Route route) {
    var object = require(request, route);
    var slice = slice(request, object);
    EncryptionHeaders.requireKey(request.headers(), object);
    requireConditions(request, object);
    var length = slice.map(ByteRange.Slice::length).orElse(object.size());
    var response = HttpResponse.declaring(slice.isEmpty() ? 200 : 206, length);
    describe(response, object, request, route, slice);
    return Outcome.of(response);
  }

  // What was not modified is still named (RFC 9110, section 15.4.5).
  private static void requireConditions(S3Request request, StoredObject object) {
    try {
      request.conditions().onRead(object.current()).require();
    } catch (S3Exception unmet) {
      throw unmet
          .header("ETag", object.etag().quoted())
          .header("Last-Modified", S3Dates.http(object.modifiedAt()));
    }
  }

  Outcome attributes(S3Request request, Route route) {
    var object = require(request, route);
    EncryptionHeaders.requireKey(request.headers(), object);
    var asked =
        request.headers().all("x-amz-object-attributes").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (asked.isEmpty() || !ATTRIBUTES.containsAll(asked)) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid attribute name specified.")
          .with("ArgumentName", "x-amz-object-attributes");
    }
    var inParts = object.etag().isOfParts();
    var document =
        new ObjectAttributes(
            Optional.of(object.etag()).filter(tag -> asked.contains("ETag")),
            object.checksum().filter(sum -> asked.contains("Checksum")),
            asked.contains("ObjectParts") && inParts
                ? Optional.of(parts(request, object))
                : Optional.empty(),
            Optional.of(object.headers().storageClass())
                .filter(name -> asked.contains("StorageClass")),
            asked.contains("ObjectSize") ? Optional.of(object.size()) : Optional.empty());
    var outcome = Outcome.of(document);
    outcome.response().header("Last-Modified", S3Dates.http(object.modifiedAt()));
    version(outcome.response(), object.version(), route);
    return outcome;
  }

  private static ObjectAttributes.Parts parts(S3Request request, StoredObject object) {
    var max = number(request, "x-amz-max-parts", PARTS_MAX);
    var marker = number(request, "x-amz-part-number-marker", 0);
    var after = object.parts().stream().filter(part -> part.number() > marker).toList();
    var page =
        after.stream()
            .limit(Math.min(max, PARTS_MAX))
            .map(part -> new ObjectAttributes.Part(part.number(), part.size(), sum(object, part)))
            .toList();
    return new ObjectAttributes.Parts(
        object.parts().size(),
        marker,
        page.isEmpty() ? 0 : page.getLast().number(),
        max,
        page.size() < after.size(),
        page);
  }

  /// Of the type the whole has, as S3 tells it.
  private static Optional<Checksum> sum(StoredObject object, StoredObject.Part part) {
    return object
        .checksum()
        .flatMap(
            whole ->
                part.checksum().map(value -> new Checksum(whole.algorithm(), whole.type(), value)));
  }

  /// The checksum of one part; of the whole where it was not sent in parts.
  private static Optional<Checksum> partSum(int number, StoredObject object) {
    var inParts = object.etag().isOfParts();
    return inParts && number <= object.parts().size()
        ? sum(object, object.parts().get(number - 1))
        : object.checksum();
  }

  private static int number(S3Request request, String header, int otherwise) {
    var text = request.headers().first(header).map(String::strip);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[0-9]{1,9}")) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, header + " must be a number.");
    }
    return Integer.parseInt(text.get());
  }

  /// The version a request asks about, which the decision found.
  ///
  /// @throws S3Exception `NoSuchKey`, `NoSuchVersion`, or `MethodNotAllowed` for a delete marker
  static StoredObject require(S3Request request, Route route) {
    var bucket = route.requireBucket();
    var found = route.stored();
    if (found.isEmpty()) {
      throw request.versionId().isPresent()
          ? new S3Exception(S3Error.NO_SUCH_VERSION)
              .with("Key", request.key())
              .with("VersionId", request.versionId().get())
          : new S3Exception(S3Error.NO_SUCH_KEY)
              .with("Key", request.key())
              .header("x-amz-delete-marker", "false");
    }
    var object = found.get();
    if (object.marker()) {
      var hidden =
          request.versionId().isPresent()
              ? new S3Exception(S3Error.METHOD_NOT_ALLOWED).header("Allow", "DELETE")
              : new S3Exception(S3Error.NO_SUCH_KEY).with("Key", request.key());
      throw hidden
          .header("x-amz-delete-marker", "true")
          .header("x-amz-version-id", object.version())
          .with("BucketName", bucket.name());
    }
    return object;
  }

  /// Tells the version, where versions were ever kept.
  static void version(HttpResponse response, String version, Route route) {
    if (route.requireBucket().settings().versioning().isPresent()) {
      response.header("x-amz-version-id", version);
    }
  }

  private static Optional<ByteRange.Slice> slice(S3Request request, StoredObject object) {
    if (request.partNumber().isPresent()) {
      if (request.headers().has("range")) {
        throw new S3Exception(
            S3Error.INVALID_REQUEST, "Cannot specify both Range header and partNumber query");
      }
      return Optional.of(partSlice(request.partNumber().get(), object));
    }
    return request.range().map(range -> range.within(object.size()));
  }

  private static ByteRange.Slice partSlice(int number, StoredObject object) {
    var start = 0L;
    var place = 1;
    for (StoredObject.Part part : object.parts()) {
      if (place++ == number) {
        return new ByteRange.Slice(start, part.size());
      }
      start += part.size();
    }
    if (number == 1) {
      return new ByteRange.Slice(0, object.size());
    }
    throw new S3Exception(S3Error.INVALID_PART, "The requested partnumber is not satisfiable");
  }

  private void describe(
      HttpResponse response,
      StoredObject object,
      S3Request request,
      Route route,
      Optional<ByteRange.Slice> slice) {
    RequestHeaders.describe(response, object, request);
    EncryptionHeaders.describe(response, object.marks().encryption());
    version(response, object.version(), route);
    slice
        .filter(part -> part.length() > 0)
        .ifPresent(s -> response.header("Content-Range", s.contentRange(object.size())));
    if (request.partNumber().isPresent()) {
      RequestHeaders.checksum(response, partSum(request.partNumber().get(), object), request);
    } else if (slice.isEmpty()) {
      RequestHeaders.checksum(response, object.checksum(), request);
    }
    if (object.etag().isOfParts() && request.partNumber().isPresent()) {
      response.header("x-amz-mp-parts-count", Integer.toString(object.parts().size()));
    }
    var marks = object.marks();
    if (!marks.tags().isEmpty()) {
      response.header("x-amz-tagging-count", Integer.toString(marks.tags().size()));
    }
    marks
        .retention()
        .ifPresent(
            retention ->
                response
                    .header("x-amz-object-lock-mode", retention.mode().name())
                    .header("x-amz-object-lock-retain-until-date", S3Dates.xml(retention.until())));
    marks.hold().ifPresent(hold -> response.header("x-amz-object-lock-legal-hold", hold.word()));
    expires(response, object, route);
  }

  /// Tells when the lifecycle will remove the object.
  static void expires(HttpResponse response, StoredObject object, Route route) {
    route
        .requireBucket()
        .settings()
        .lifecycle()
        .flatMap(lifecycle -> Expiry.told(lifecycle, object))
        .ifPresent(expiry -> response.header("x-amz-expiration", expiry.header()));
  }
}
