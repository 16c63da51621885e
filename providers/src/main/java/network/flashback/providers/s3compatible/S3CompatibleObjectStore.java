package network.flashback.providers.s3compatible;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.providers.Capabilities;
import network.flashback.providers.Listing;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.Occupancy;
import network.flashback.providers.SteadyInput;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.Stored;
import network.flashback.providers.StoredName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Keeps each byte string as one object of a bucket.
///
/// Durable is what the server calls so with its 200; the ETag of a plain upload is the MD5 of what
/// arrived, and is compared with what was sent. Nothing that was answered is tried twice here:
/// callers know better whether to ask again or elsewhere. But a request whose connection ended
/// under it is made once more where that can be, and a PUT without an answer is looked for. Danger:
/// the count of bytes is kept by this process and taken anew at the start; two processes that fill
/// one prefix do not see each other.
public final class S3CompatibleObjectStore implements ObjectStore {
  /// Largest object of a single PUT: 5 GiB on AWS.
  private static final long OBJECT_BYTES_MAX = 5L << 30;

  private static final int PAGE_MAX = 1000;

  private final S3Bucket bucket;
  private final S3Client s3;
  private final Refusals refusals;
  private final AtomicLong storedBytes = new AtomicLong();
  private final AtomicLong comingBytes = new AtomicLong();
  private final AtomicLong objects = new AtomicLong();

  /// After a PUT of unknown outcome nobody but the server knows what is there.
  private final AtomicBoolean countAgain = new AtomicBoolean(true);

  private S3CompatibleObjectStore(S3Bucket bucket, S3Client s3) {
    this.bucket = bucket;
    this.s3 = s3;
    this.refusals = new Refusals(bucket);
  }

  /// Opens the place and counts what it holds.
  ///
  /// @throws StoreException when it cannot be reached, or does not accept the key
  public static S3CompatibleObjectStore open(S3Bucket bucket, AwsCredentialsProvider key)
      throws IOException {
    var client = Connections.open(bucket, key);
    var store = new S3CompatibleObjectStore(bucket, client);
    try {
      store.count();
      return store;
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, false, bucket.conditionalPut(), OBJECT_BYTES_MAX);
  }

  @Override
  public Stored put(StoredName name, long length, InputStream body) throws IOException {
    var coming =
        length <= Connections.HELD_BYTES_MAX
            ? MeasuredInput.held(body, (int) length)
            : new MeasuredInput(body, length);
    if (find(name).isPresent()) {
      return compare(name, length, coming);
    }
    reserve(length);
    var kept = false;
    try {
      kept = upload(name, length, coming);
      return kept ? stored(name, length) : compare(name, length, coming);
    } finally {
      if (kept) {
        storedBytes.addAndGet(length);
      }
      comingBytes.addAndGet(-length);
    }
  }

  /// False when somebody else was quicker with the name.
  private boolean upload(StoredName name, long length, MeasuredInput body) throws IOException {
    try {
      var answer = Connections.ask(() -> send(name, length, body), () -> again(body));
      requireSame(name, body.md5(), answer.eTag());
      objects.incrementAndGet();
      return true;
    } catch (SdkException e) {
      var own = body.failure();
      if (own != null) {
        throw own;
      }
      var refusal = refusals.of(e);
      if (refusal instanceof StoreException known && known.reason() == Reason.CONFLICT) {
        return false;
      }
      countAgain.set(true);
      if (!(e instanceof S3Exception) && isThere(name, length, body, refusal)) {
        return true;
      }
      throw refusal;
    }
  }

  private PutObjectResponse send(StoredName name, long length, MeasuredInput body) {
    return s3.putObject(
        put -> {
          put.bucket(bucket.bucket()).key(key(name)).contentLength(length);
          if (bucket.conditionalPut()) {
            put.ifNoneMatch("*");
          }
        },
        RequestBody.fromInputStream(body, length));
  }

  private boolean again(MeasuredInput body) {
    // What was sent first may be there all the same, and then the name is taken.
    countAgain.set(true);
    return body.again();
  }

  /// Servers may keep the body, answer, and close while the end of the request is still being
  /// written: then the answer is lost and the object is there.
  private boolean isThere(
      StoredName name, long length, MeasuredInput body, IOException unanswered) {
    if (!(unanswered instanceof StoreException)) {
      return false;
    }
    try {
      compare(name, length, body);
      return true;
    } catch (IOException e) {
      // Whatever is wrong on the way may also have cut this answer short: it proves nothing.
      unanswered.addSuppressed(e);
      return false;
    }
  }

  private void requireSame(StoredName name, String sent, @Nullable String etag) throws IOException {
    if (etag == null) {
      countAgain.set(true);
      throw headless();
    }
    var arrived = etag.replace("\"", "");
    // Encrypted buckets have ETags that are no MD5; then the server's word is all there is.
    if (arrived.matches("[0-9a-f]{32}") && !arrived.equals(sent)) {
      delete(name);
      throw new StoreException(
          Reason.CORRUPT,
          "%s was sent with MD5 %s, but %s kept %s: it was deleted again; check the way there"
              .formatted(name, sent, bucket, arrived));
    }
  }

  private Stored compare(StoredName name, long length, MeasuredInput body) throws IOException {
    var there =
        find(name)
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.UNAVAILABLE, name + " was deleted while it was put: put it again"));
    if (there.bytes() == length) {
      var sent = body.md5();
      try (var kept = get(name, 0, length)) {
        if (new MeasuredInput(kept, length).md5().equals(sent)) {
          return there;
        }
      }
    }
    throw new StoreException(
        Reason.CONFLICT, name + " holds other bytes already: choose another name");
  }

  private void reserve(long length) throws IOException {
    if (countAgain.get()) {
      count();
    }
    if (storedBytes.get() + comingBytes.addAndGet(length) > bucket.capacityBytes()) {
      comingBytes.addAndGet(-length);
      throw new StoreException(
          Reason.FULL,
          "%s may hold %d bytes and has no room for %d more: delete something or raise its capacity"
              .formatted(bucket, bucket.capacityBytes(), length));
    }
  }

  @Override
  public Optional<Stored> find(StoredName name) throws IOException {
    try {
      var head =
          Connections.ask(() -> s3.headObject(ask -> ask.bucket(bucket.bucket()).key(key(name))));
      if (head.contentLength() == null) {
        throw headless();
      }
      return Optional.of(stored(name, head.contentLength()));
    } catch (SdkException e) {
      var refusal = refusals.of(e);
      if (refusal instanceof StoreException known && known.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  @Override
  public InputStream get(StoredName name, long first, long length) throws IOException {
    if (length == 0 || first < 0 || length < 0) {
      return nothing(name, first, length);
    }
    try {
      var answer =
          Connections.ask(
              () ->
                  s3.getObject(
                      ask ->
                          ask.bucket(bucket.bucket())
                              .key(key(name))
                              .range("bytes=" + first + "-" + (first + length - 1))));
      var announced = answer.response().contentLength();
      if (announced == null || announced != length) {
        answer.abort();
        throw announced == null ? headless() : range(name, announced, first, length);
      }
      return new SteadyInput(
          new Abandoned(answer, length), length, bucket.toString(), bucket.patience());
    } catch (SdkException e) {
      throw refusals.of(e);
    }
  }

  private InputStream nothing(StoredName name, long first, long length) throws IOException {
    var known =
        find(name)
            .orElseThrow(
                () -> new StoreException(Reason.NOT_FOUND, "nothing is kept under " + name));
    if (first < 0 || length < 0 || first > known.bytes()) {
      throw range(name, known.bytes(), first, length);
    }
    return InputStream.nullInputStream();
  }

  /// The HTTP client takes a head that was cut off after its status for a whole one.
  private StoreException headless() {
    return new StoreException(
        Reason.UNAVAILABLE,
        "the answer of %s was cut off in its head: ask again, or another provider"
            .formatted(bucket));
  }

  private static StoreException range(StoredName name, long has, long first, long length) {
    return new StoreException(
        Reason.RANGE,
        "%s gave %d bytes; %d from %d on were asked for".formatted(name, has, length, first));
  }

  @Override
  public void delete(StoredName name) throws IOException {
    var known = find(name);
    if (known.isEmpty()) {
      return;
    }
    try {
      Connections.ask(() -> s3.deleteObject(ask -> ask.bucket(bucket.bucket()).key(key(name))));
    } catch (SdkException e) {
      countAgain.set(true);
      throw refusals.of(e);
    }
    storedBytes.addAndGet(-known.get().bytes());
    objects.decrementAndGet();
  }

  @Override
  public Listing list(Optional<StoredName> after, int limit) throws IOException {
    var names = new ArrayList<StoredName>();
    var from = after.map(this::key).orElse("");
    while (names.size() < limit) {
      var page = page(from, Math.min(PAGE_MAX, limit - names.size()));
      page.contents().forEach(object -> names.add(nameOf(object)));
      if (page.contents().isEmpty() || !page.isTruncated()) {
        return new Listing(names, true);
      }
      from = page.contents().getLast().key();
    }
    return new Listing(names, page(from, 1).contents().isEmpty());
  }

  private ListObjectsV2Response page(String after, int limit) throws IOException {
    try {
      var answer =
          Connections.ask(
              () ->
                  s3.listObjectsV2(
                      ask -> {
                        ask.bucket(bucket.bucket()).prefix(bucket.prefix()).maxKeys(limit);
                        if (!after.isEmpty()) {
                          ask.startAfter(after);
                        }
                      }));
      if (answer.isTruncated() == null) {
        throw headless();
      }
      return answer;
    } catch (SdkException e) {
      throw refusals.of(e);
    }
  }

  private void count() throws IOException {
    countAgain.set(false);
    try {
      long bytes = 0;
      long count = 0;
      var from = "";
      for (var page = page(from, PAGE_MAX); ; page = page(from, PAGE_MAX)) {
        bytes += page.contents().stream().mapToLong(S3Object::size).sum();
        count += page.contents().size();
        if (page.contents().isEmpty() || !page.isTruncated()) {
          break;
        }
        from = page.contents().getLast().key();
      }
      storedBytes.set(bytes);
      objects.set(count);
    } catch (IOException e) {
      countAgain.set(true);
      throw e;
    }
  }

  @Override
  public Occupancy occupancy() throws IOException {
    if (countAgain.get()) {
      count();
    }
    return new Occupancy(storedBytes.get(), objects.get(), bucket.capacityBytes());
  }

  @Override
  public void close() {
    s3.close();
  }

  private String key(StoredName name) {
    return bucket.prefix() + name;
  }

  private StoredName nameOf(S3Object object) {
    return StoredName.parse(object.key().substring(bucket.prefix().length()));
  }

  private static Stored stored(StoredName name, long bytes) {
    return new Stored(name, bytes, Optional.empty());
  }
}
