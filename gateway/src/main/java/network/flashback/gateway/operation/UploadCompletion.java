package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.metadata.Uploads;
import network.flashback.gateway.metadata.Uploads.Upload;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.MultipartChecksum;
import network.flashback.s3.xml.CompleteMultipartUpload;
import network.flashback.s3.xml.UploadCompleted;

/// CompleteMultipartUpload: makes the object of an upload, once, however often it is asked.
public final class UploadCompletion {
  /// Least size of every part but the last, as with S3.
  private static final long PART_BYTES_MIN = 5L << 20;

  private final Uploads uploads;
  private final Objects objects;
  private final Supplier<String> versions;
  private final InstantSource clock;

  /// @param versions new ids of versions
  public UploadCompletion(
      Uploads uploads, Objects objects, Supplier<String> versions, InstantSource clock) {
    this.uploads = uploads;
    this.objects = objects;
    this.versions = versions;
    this.clock = clock;
  }

  Outcome complete(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    // Checksum headers are about the object here, not about this document.
    var asked =
        MarkOperations.read(
            request.withoutHeaders("x-amz-checksum-"), caller, CompleteMultipartUpload::parse);
    var known = uploads.find(request.uploadId(), bucket.name(), request.key());
    if (known.isEmpty()) {
      return repeated(request, asked, route);
    }
    var upload = known.get();
    if (upload.algorithm().isPresent()) {
      EncryptionHeaders.requirePartKey(request.headers(), upload.marks().encryption());
    }
    try {
      var object =
          uploads.complete(
              upload,
              parts -> {
                var made = assemble(upload, asked, parts);
                requireClaimed(request, made);
                return made;
              },
              request.conditions());
      return answer(request, object, route);
    } catch (S3Exception refused) {
      if (refused.error() == S3Error.NO_SUCH_UPLOAD) {
        // Another request of the same client has completed it meanwhile.
        return repeated(request, asked, route);
      }
      throw refused;
    }
  }

  /// Tells again what an upload has become, to a client that missed the answer; as long as its key
  /// shows that object. Conditions were met then, and are not asked again.
  private Outcome repeated(S3Request request, CompleteMultipartUpload asked, Route route) {
    var id = request.uploadId();
    var etag =
        ETag.ofParts(asked.parts().stream().map(CompleteMultipartUpload.Part::etag).toList());
    var object =
        objects
            .find(route.requireBucket().name(), request.key())
            .filter(one -> one.marks().upload().equals(id) && one.etag().equals(etag))
            .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_UPLOAD).with("UploadId", id));
    requireClaimed(request, object);
    return answer(request, object, route);
  }

  private static Outcome answer(S3Request request, StoredObject object, Route route) {
    var secure = request.http().source().map(S3HttpRequest.Source::secure).orElse(false);
    var location = request.headers().first("host").orElse("") + request.http().rawPath();
    var outcome =
        Outcome.of(
            new UploadCompleted(
                (secure ? "https://" : "http://") + location,
                object.bucket(),
                object.key(),
                object.etag(),
                object.checksum()));
    if (!object.version().equals(StoredObject.NULL_VERSION)) {
      ReadOperations.version(outcome.response(), object.version(), route);
    }
    EncryptionHeaders.describe(outcome.response(), object.marks().encryption());
    return outcome;
  }

  private StoredObject assemble(
      Upload upload, CompleteMultipartUpload asked, List<Uploads.Part> stored) {
    Map<Integer, Uploads.Part> byNumber =
        stored.stream().collect(Collectors.toMap(Uploads.Part::number, Function.identity()));
    var chosen = new ArrayList<Uploads.Part>();
    for (CompleteMultipartUpload.Part wanted : asked.parts()) {
      var part = byNumber.get(wanted.number());
      if (part == null || !part.etag().equals(wanted.etag())) {
        throw new S3Exception(S3Error.INVALID_PART)
            .with("UploadId", upload.id())
            .with("PartNumber", Integer.toString(wanted.number()));
      }
      requireChecksum(wanted, part);
      chosen.add(part);
    }
    for (Uploads.Part part : chosen.subList(0, chosen.size() - 1)) {
      if (part.size() < PART_BYTES_MIN) {
        throw new S3Exception(S3Error.ENTITY_TOO_SMALL)
            .with("ProposedSize", Long.toString(part.size()))
            .with("MinSizeAllowed", Long.toString(PART_BYTES_MIN))
            .with("PartNumber", Integer.toString(part.number()));
      }
    }
    var parts = new ArrayList<StoredObject.Part>();
    for (Uploads.Part part : chosen) {
      part.extent()
          .ifPresent(
              id ->
                  parts.add(
                      new StoredObject.Part(
                          part.number(), id, part.size(), part.checksum().map(Checksum::value))));
    }
    return new StoredObject(
        upload.bucket(),
        upload.key(),
        versions.get(),
        false,
        true,
        ETag.ofParts(chosen.stream().map(Uploads.Part::etag).toList()),
        chosen.stream().mapToLong(Uploads.Part::size).sum(),
        upload.headers(),
        upload.marks().withUpload(upload.id()),
        checksum(upload, chosen),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        parts);
  }

  private static void requireClaimed(S3Request request, StoredObject made) {
    var sum = made.checksum();
    if (sum.isEmpty()) {
      return;
    }
    var claimed = request.headers().first(sum.get().algorithm().header()).map(String::strip);
    if (claimed.isPresent() && !claimed.get().equals(sum.get().value())) {
      throw new S3Exception(
          S3Error.BAD_DIGEST,
          "The " + sum.get().algorithm() + " you specified did not match the calculated checksum.");
    }
  }

  private static void requireChecksum(CompleteMultipartUpload.Part wanted, Uploads.Part part) {
    var differs =
        wanted.checksum().isPresent()
            && part.checksum().isPresent()
            && wanted.checksum().get().algorithm() == part.checksum().get().algorithm()
            && !wanted.checksum().get().value().equals(part.checksum().get().value());
    if (differs) {
      throw new S3Exception(S3Error.INVALID_PART)
          .with("PartNumber", Integer.toString(wanted.number()));
    }
  }

  private static Optional<Checksum> checksum(Upload upload, List<Uploads.Part> parts) {
    if (upload.algorithm().isEmpty()
        || parts.stream().anyMatch(part -> part.checksum().isEmpty())) {
      return Optional.empty();
    }
    var sums =
        parts.stream()
            .map(part -> new MultipartChecksum.Part(part.checksum().orElseThrow(), part.size()))
            .toList();
    return Optional.of(
        MultipartChecksum.of(upload.algorithm().get(), upload.type().orElseThrow(), sums));
  }
}
