package network.flashback.providers.s3compatible;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import network.flashback.providers.SteadyInput;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

/// Somebody's bucket, to be read as it is: whole objects by their keys, with what describes them.
/// Of a bucket with versions, those that its keys show.
public final class S3Source implements AutoCloseable {
  private final S3Bucket bucket;
  private final S3Client s3;
  private final Refusals refusals;

  private S3Source(S3Bucket bucket, S3Client s3) {
    this.bucket = bucket;
    this.s3 = s3;
    this.refusals = new Refusals(bucket);
  }

  /// Where a bucket is.
  ///
  /// @param prefix keys that begin otherwise are left out
  public record Place(
      java.net.URI endpoint, String region, String bucket, String prefix, boolean pathStyle) {}

  /// An object as listings show it.
  ///
  /// @param etag without quotes; another one means other bytes
  public record Entry(String key, long size, String etag) {}

  /// Some of a listing.
  public record Page(List<Entry> entries, boolean last) {
    /// Keeps its own copy.
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// An object being read.
  ///
  /// @param body exactly the entry's bytes; close it
  /// @param headers such as Content-Type, by their names
  /// @param user user metadata
  /// @param etagIsOpaque whether the tag cannot be the MD5 of the bytes
  /// @param checksum of all bytes, where the server tells one
  public record Content(
      InputStream body,
      Map<String, String> headers,
      Map<String, String> user,
      int tags,
      boolean etagIsOpaque,
      Optional<Checksum> checksum)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /// How the parts of an object are cut.
  public record Parts(int count, long firstBytes) {}

  /// Opens a bucket; nothing is asked yet.
  ///
  /// @param accessKeyId empty for a bucket that everybody may read
  /// @param patience how long to wait for a connection, for any single answer, and for a trickle
  public static S3Source open(Place place, String accessKeyId, String secret, Duration patience) {
    var bucket =
        new S3Bucket(
            place.endpoint,
            place.region,
            place.bucket,
            "",
            place.pathStyle,
            false,
            Long.MAX_VALUE,
            patience);
    AwsCredentialsProvider key =
        accessKeyId.isEmpty()
            ? AnonymousCredentialsProvider.create()
            : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret));
    return new S3Source(bucket, Connections.open(bucket, key));
  }

  /// Objects by key, those after `after`.
  public Page list(String prefix, String after, int limit) throws IOException {
    var answer =
        asked(
            () ->
                s3.listObjectsV2(
                    ask -> {
                      ask.bucket(bucket.bucket()).prefix(prefix).maxKeys(limit);
                      if (!after.isEmpty()) {
                        ask.startAfter(after);
                      }
                    }));
    if (answer.isTruncated() == null) {
      throw new StoreException(
          Reason.UNAVAILABLE, "the listing of " + bucket + " was cut off: ask again");
    }
    return new Page(
        answer.contents().stream().map(S3Source::entry).toList(), !answer.isTruncated());
  }

  /// An object as it is now; empty when there is none.
  public Optional<Entry> find(String key) throws IOException {
    try {
      var head = head(key, 0);
      return Optional.of(new Entry(key, head.contentLength(), bare(head.eTag())));
    } catch (StoreException refused) {
      if (refused.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// The bytes of an object, unless it was changed since it was listed.
  ///
  /// @throws StoreException [Reason#CONFLICT] when it was
  public Content get(Entry entry) throws IOException {
    ResponseInputStream<GetObjectResponse> answer =
        asked(
            () ->
                s3.getObject(
                    ask ->
                        ask.bucket(bucket.bucket())
                            .key(entry.key)
                            .ifMatch("\"" + entry.etag + "\"")
                            .checksumMode(ChecksumMode.ENABLED)));
    var head = answer.response();
    if (head.contentLength() == null || head.eTag() == null) {
      answer.abort();
      throw cutOff();
    }
    if (head.contentLength() != entry.size || !bare(head.eTag()).equals(entry.etag)) {
      answer.abort();
      throw new StoreException(
          Reason.CONFLICT,
          "%s was changed while it was read: it is read again".formatted(entry.key));
    }
    return new Content(
        new Told(
            new SteadyInput(
                new Abandoned(answer, entry.size),
                entry.size,
                bucket.toString(),
                bucket.patience())),
        headers(head),
        head.metadata(),
        head.tagCount() == null ? 0 : head.tagCount(),
        head.serverSideEncryption() == ServerSideEncryption.AWS_KMS
            || head.sseCustomerAlgorithm() != null,
        checksum(head));
  }

  /// The tags of an object.
  public Map<String, String> tags(String key) throws IOException {
    return asked(() -> s3.getObjectTagging(ask -> ask.bucket(bucket.bucket()).key(key)))
        .tagSet()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> other, TreeMap::new));
  }

  /// How an object that was sent in parts is cut; empty when the server does not tell.
  public Optional<Parts> parts(Entry entry) throws IOException {
    try {
      var head = head(entry.key, 1);
      return head.partsCount() == null || head.contentLength() == null
          ? Optional.empty()
          : Optional.of(new Parts(head.partsCount(), head.contentLength()));
    } catch (StoreException notThere) {
      return switch (notThere.reason()) {
        case UNAVAILABLE -> throw notThere;
        default -> Optional.empty();
      };
    }
  }

  @Override
  public void close() {
    s3.close();
  }

  @Override
  public String toString() {
    return bucket.toString();
  }

  private HeadObjectResponse head(String key, int part) throws IOException {
    var head =
        asked(
            () ->
                s3.headObject(
                    ask -> {
                      ask.bucket(bucket.bucket()).key(key);
                      if (part > 0) {
                        ask.partNumber(part);
                      }
                    }));
    if (head.contentLength() == null || head.eTag() == null) {
      throw cutOff();
    }
    return head;
  }

  private StoreException cutOff() {
    return new StoreException(
        Reason.UNAVAILABLE, "the answer of " + bucket + " was cut off in its head: ask again");
  }

  private <T> T asked(Supplier<T> request) throws IOException {
    try {
      return Connections.ask(request);
    } catch (SdkException e) {
      throw refusals.of(e);
    }
  }

  private static Entry entry(S3Object listed) {
    return new Entry(listed.key(), listed.size(), bare(listed.eTag()));
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }

  private static Map<String, String> headers(GetObjectResponse head) {
    var headers = new TreeMap<String, String>();
    put(headers, "Content-Type", head.contentType());
    put(headers, "Cache-Control", head.cacheControl());
    put(headers, "Content-Disposition", head.contentDisposition());
    put(headers, "Content-Encoding", head.contentEncoding());
    put(headers, "Content-Language", head.contentLanguage());
    put(headers, "Expires", head.expiresString());
    return headers;
  }

  private static void put(
      Map<String, String> headers, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  /// The first there is; one over parts has a dash, and says nothing of the whole.
  private static Optional<Checksum> checksum(GetObjectResponse head) {
    return Arrays.stream(ChecksumAlgorithm.values())
        .flatMap(
            algorithm ->
                Optional.ofNullable(
                    switch (algorithm) {
                      case CRC32 -> head.checksumCRC32();
                      case CRC32C -> head.checksumCRC32C();
                      case CRC64NVME -> head.checksumCRC64NVME();
                      case SHA1 -> head.checksumSHA1();
                      case SHA256 -> head.checksumSHA256();
                    })
                    .flatMap(value -> Checksum.parse(algorithm, value))
                    .stream())
        .findFirst();
  }

  /// The SDK verifies checksums too, and tells of it by an exception that is no I/O's.
  private static final class Told extends FilterInputStream {
    Told(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (SdkException e) {
        throw new StoreException(
            Reason.CORRUPT,
            "what arrived is not what the source says it sent: " + e.getMessage(),
            e);
      }
    }
  }
}
