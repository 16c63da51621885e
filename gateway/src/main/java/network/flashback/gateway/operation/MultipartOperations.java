package network.flashback.gateway.operation;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Uploads;
import network.flashback.gateway.metadata.Uploads.Upload;
import network.flashback.gateway.seal.Protection;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.http.HttpResponse;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.ChecksumType;
import network.flashback.s3.checksum.RunningChecksum;
import network.flashback.s3.xml.Copied;
import network.flashback.s3.xml.KeyEncoding;
import network.flashback.s3.xml.PartListing;
import network.flashback.s3.xml.UploadInitiated;
import network.flashback.s3.xml.UploadListing;

/// Multipart uploads. Parts stay where they were written: completing one only writes metadata.
public final class MultipartOperations {
  private static final int PAGE_MAX = 1000;

  private final Uploads uploads;
  private final CopySources sources;
  private final ExtentWriter writer;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param random for upload ids
  public MultipartOperations(
      Uploads uploads,
      CopySources sources,
      ExtentWriter writer,
      SecureRandom random,
      InstantSource clock) {
    this.uploads = uploads;
    this.sources = sources;
    this.writer = writer;
    this.random = random;
    this.clock = clock;
  }

  Outcome create(S3Request request, Route route) {
    RequestHeaders.requireServed(request);
    var bucket = route.requireBucket();
    var algorithm =
        request.headers().first("x-amz-checksum-algorithm").map(MultipartOperations::algorithm);
    var type =
        request
            .headers()
            .first("x-amz-checksum-type")
            .map(MultipartOperations::type)
            .or(() -> algorithm.map(ChecksumAlgorithm::defaultMultipartType));
    if (algorithm.isPresent() && !algorithm.get().allows(type.orElseThrow())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The "
              + type.orElseThrow()
              + " checksum type cannot be used with the "
              + algorithm.get()
              + " checksum algorithm.");
    }
    var marks = NewObject.marks(request, route, now());
    var bytes = new byte[16];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    uploads.create(
        new Upload(
            id,
            bucket.name(),
            request.key(),
            RequestHeaders.of(request, route),
            marks,
            algorithm,
            algorithm.isPresent() ? type : Optional.empty(),
            now()));
    var outcome = Outcome.of(new UploadInitiated(bucket.name(), request.key(), id));
    EncryptionHeaders.describe(outcome.response(), marks.encryption());
    algorithm.ifPresent(a -> outcome.response().header("x-amz-checksum-algorithm", a.name()));
    algorithm.ifPresent(
        a -> outcome.response().header("x-amz-checksum-type", type.orElseThrow().name()));
    return outcome;
  }

  Outcome put(S3Request request, Authentication caller, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var bucket = route.requireBucket();
    var number = request.requiredPartNumber();
    var upload = uploads.require(request.uploadId(), bucket.name(), request.key());
    EncryptionHeaders.requirePartKey(request.headers(), upload.marks().encryption());
    var wanted = new S3Body.Wanted(true, upload.algorithm().map(Set::of).orElse(Set.of()));
    try (var body = IncomingBody.open(request, caller, wanted)) {
      var written =
          writer.write(
              bucket,
              route.sla(),
              body.bytes(),
              body.length(),
              protection(bucket, request, upload));
      try {
        var outcome = body.finish();
        var etag = ETag.ofMd5(outcome.md5().orElseThrow());
        var checksum = upload.algorithm().map(outcome.checksums()::get).or(outcome::claimed);
        uploads.put(
            upload,
            new Uploads.Part(number, written.id(), body.length(), etag, checksum, now()),
            written.puts());
        var response = HttpResponse.empty(200).header("ETag", etag.quoted());
        EncryptionHeaders.describe(response, upload.marks().encryption());
        outcome.claimed().ifPresent(sum -> response.header(sum.algorithm().header(), sum.value()));
        return Outcome.stored(response, body.length());
      } catch (IOException | RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
    }
  }

  Outcome copy(S3Request request, Route route) throws IOException {
    RequestHeaders.requireServed(request);
    var bucket = route.requireBucket();
    var number = request.requiredPartNumber();
    var upload = uploads.require(request.uploadId(), bucket.name(), request.key());
    EncryptionHeaders.requirePartKey(request.headers(), upload.marks().encryption());
    var source = sources.find(request, route);
    var md5 = RunningChecksum.md5();
    var checksum = upload.algorithm().map(ChecksumAlgorithm::start);
    try (var bytes = sources.open(source)) {
      InputStream measured = new MeasuredInput(bytes, md5);
      if (checksum.isPresent()) {
        measured = new MeasuredInput(measured, checksum.get());
      }
      var written =
          writer.write(
              bucket,
              route.sla(),
              measured,
              source.slice().length(),
              protection(bucket, request, upload));
      var etag = ETag.ofMd5(md5.finish());
      var sum =
          checksum.map(running -> Checksum.of(upload.algorithm().orElseThrow(), running.finish()));
      var at = now();
      try {
        uploads.put(
            upload,
            new Uploads.Part(number, written.id(), written.size(), etag, sum, at),
            written.puts());
      } catch (RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
      var outcome = Outcome.of(new Copied(Copied.Kind.PART, etag, at, sum));
      EncryptionHeaders.describe(outcome.response(), upload.marks().encryption());
      if (source.bucket().settings().versioning().isPresent()) {
        outcome.response().header("x-amz-copy-source-version-id", source.object().version());
      }
      return outcome;
    }
  }

  Outcome abort(S3Request request, Route route) {
    var bucket = route.requireBucket();
    uploads.abort(uploads.require(request.uploadId(), bucket.name(), request.key()), now());
    return Outcome.of(HttpResponse.empty(204));
  }

  Outcome listParts(S3Request request, Route route) {
    var bucket = route.requireBucket();
    var upload = uploads.require(request.uploadId(), bucket.name(), request.key());
    var after = request.query().count("part-number-marker").orElse(0);
    var max = Math.min(request.query().count("max-parts").orElse(PAGE_MAX), PAGE_MAX);
    var found = uploads.parts(upload.id(), after, max + 1);
    var page = found.subList(0, Math.min(max, found.size()));
    var owner = upload.marks().ownerOr(bucket.owner());
    return Outcome.of(
        new PartListing(
            bucket.name(),
            request.key(),
            upload.id(),
            owner,
            upload.headers().storageClass(),
            after,
            max,
            found.size() > max,
            upload.algorithm(),
            upload.type(),
            page.stream().map(MultipartOperations::listed).toList()));
  }

  Outcome listUploads(S3Request request, Route route) {
    var bucket = route.requireBucket();
    var query = request.query();
    var prefix = query.first("prefix").orElse("");
    var keyMarker = query.first("key-marker").orElse("");
    var idMarker = query.first("upload-id-marker").orElse("");
    var max = Math.min(query.count("max-uploads").orElse(PAGE_MAX), PAGE_MAX);
    // Without an id marker, listing goes on after all uploads of the key.
    var afterId = idMarker.isEmpty() && !keyMarker.isEmpty() ? "\uffff" : idMarker;
    var found = uploads.list(bucket.name(), prefix, keyMarker, afterId, max + 1);
    var page = found.subList(0, Math.min(max, found.size()));
    var more = found.size() > max && !page.isEmpty();
    return Outcome.of(
        new UploadListing(
            bucket.name(),
            prefix,
            query.first("delimiter").filter(d -> !d.isEmpty()),
            KeyEncoding.of(query.first("encoding-type")),
            keyMarker,
            idMarker,
            more ? Optional.of(page.getLast().key()) : Optional.empty(),
            more ? Optional.of(page.getLast().id()) : Optional.empty(),
            max,
            page.stream()
                .map(
                    upload ->
                        new UploadListing.Upload(
                            upload.key(),
                            upload.id(),
                            upload.initiatedAt(),
                            upload.marks().ownerOr(bucket.owner()),
                            upload.headers().storageClass()))
                .toList(),
            List.of()));
  }

  private static Protection protection(Bucket bucket, S3Request request, Upload upload) {
    return EncryptionHeaders.protection(bucket, request.headers(), upload.marks().encryption());
  }

  private static PartListing.Part listed(Uploads.Part part) {
    return new PartListing.Part(
        part.number(), part.modifiedAt(), part.etag(), part.size(), part.checksum());
  }

  static ChecksumAlgorithm algorithm(String name) {
    return ChecksumAlgorithm.named(name)
        .orElseThrow(
            () ->
                new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "Checksum algorithm provided is unsupported. Please try again with any of the"
                        + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
  }

  private static ChecksumType type(String name) {
    for (ChecksumType type : ChecksumType.values()) {
      if (type.name().equalsIgnoreCase(name.strip())) {
        return type;
      }
    }
    throw new S3Exception(
        S3Error.INVALID_REQUEST, "Value for x-amz-checksum-type header is invalid.");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
