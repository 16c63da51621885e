package network.flashback.gateway.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import network.flashback.domain.storage.Layout;
import network.flashback.s3.access.BucketPolicy;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.BucketEncryption;
import network.flashback.s3.xml.CorsConfiguration;
import network.flashback.s3.xml.LifecycleConfiguration;
import network.flashback.s3.xml.ObjectLockConfiguration;
import network.flashback.s3.xml.OwnershipControls;
import network.flashback.s3.xml.PublicAccessBlock;
import network.flashback.s3.xml.Tagging;
import network.flashback.s3.xml.Versioning;

/// What was set for a bucket, each setting as the document it is answered with.
///
/// @param texts what is not there was never set, or was removed
public record BucketSettings(Map<Kind, String> texts) {
  /// The tag of a bucket that says how the entity tags of its objects are made: `md5` or `opaque`.
  public static final String ETAG_TAG = "flashback:etag";

  /// The tag of a bucket that says how its objects lie at providers: `sealed` or `native`.
  public static final String LAYOUT_TAG = "flashback:layout";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<TreeMap<Kind, String>> TYPE = new TypeReference<>() {};
  private static final ParsedSettings<String, BucketSettings> STORED = new ParsedSettings<>();
  private static final ParsedSettings<Document, Object> DOCUMENTS = new ParsedSettings<>();

  /// The settings there are.
  public enum Kind {
    ACL,
    CORS,
    ENCRYPTION,
    LAYOUT,
    LIFECYCLE,
    OBJECT_LOCK,
    OWNERSHIP,
    POLICY,
    PUBLIC_ACCESS_BLOCK,
    TAGGING,
    VERSIONING
  }

  /// A setting as it was sent.
  private record Document(Kind kind, String text) {}

  /// Keeps its own copy.
  public BucketSettings {
    texts = Map.copyOf(texts);
  }

  /// A new bucket's.
  public static BucketSettings none() {
    return new BucketSettings(Map.of());
  }

  /// These with one set.
  public BucketSettings with(Kind kind, String text) {
    var changed = new EnumMap<Kind, String>(Kind.class);
    changed.putAll(texts);
    changed.put(kind, text);
    return new BucketSettings(changed);
  }

  /// These with one set to a document.
  public BucketSettings with(Kind kind, byte[] xml) {
    return with(kind, new String(xml, StandardCharsets.UTF_8));
  }

  /// These with one removed.
  public BucketSettings without(Kind kind) {
    var changed = new EnumMap<Kind, String>(Kind.class);
    changed.putAll(texts);
    changed.remove(kind);
    return new BucketSettings(changed);
  }

  /// The document of a setting.
  public Optional<byte[]> document(Kind kind) {
    return Optional.ofNullable(texts.get(kind)).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether versions are kept; empty when that was never asked for.
  public Optional<Versioning.Status> versioning() {
    return Optional.ofNullable(texts.get(Kind.VERSIONING)).map(Versioning.Status::valueOf);
  }

  public Optional<AccessControlList> acl() {
    return parsed(Kind.ACL, AccessControlList.class, AccessControlList::parse);
  }

  public Optional<BucketPolicy> policy(String bucket) {
    return Optional.ofNullable(texts.get(Kind.POLICY))
        .map(text -> BucketPolicy.parse(text, bucket));
  }

  public Optional<CorsConfiguration> cors() {
    return parsed(Kind.CORS, CorsConfiguration.class, CorsConfiguration::parse);
  }

  public Optional<BucketEncryption> encryption() {
    return parsed(Kind.ENCRYPTION, BucketEncryption.class, BucketEncryption::parse);
  }

  public Optional<LifecycleConfiguration> lifecycle() {
    return parsed(Kind.LIFECYCLE, LifecycleConfiguration.class, LifecycleConfiguration::parse);
  }

  /// Present when the bucket has object lock.
  public Optional<ObjectLockConfiguration> objectLock() {
    return parsed(Kind.OBJECT_LOCK, ObjectLockConfiguration.class, ObjectLockConfiguration::parse);
  }

  public Optional<OwnershipControls.Rule> ownership() {
    return parsed(Kind.OWNERSHIP, OwnershipControls.class, OwnershipControls::parse)
        .map(OwnershipControls::rule);
  }

  public PublicAccessBlock publicAccessBlock() {
    return parsed(Kind.PUBLIC_ACCESS_BLOCK, PublicAccessBlock.class, PublicAccessBlock::parse)
        .orElse(PublicAccessBlock.nothing());
  }

  /// How many receipts writes wait for, where a tag of the bucket says so.
  public Optional<String> acknowledgement() {
    return tagging().map(tagging -> tagging.tags().get("flashback:acknowledge"));
  }

  /// Whether entity tags need not be the MD5 of what is written, which is the dearest part of many
  /// a write.
  public boolean opaqueTags() {
    return tagging().filter(tagging -> "opaque".equals(tagging.tags().get(ETAG_TAG))).isPresent();
  }

  /// How objects lie at providers for which no encryption is asked: as the tag says, or as the
  /// bucket was made.
  public Layout layout() {
    return tagging()
        .flatMap(tagging -> Optional.ofNullable(tagging.tags().get(LAYOUT_TAG)))
        .or(() -> Optional.ofNullable(texts.get(Kind.LAYOUT)))
        .flatMap(Layout::of)
        .orElse(Layout.SEALED);
  }

  public Optional<Tagging> tagging() {
    return parsed(Kind.TAGGING, Tagging.class, xml -> Tagging.parse(xml, Tagging.BUCKET_TAGS_MAX));
  }

  private <T> Optional<T> parsed(Kind kind, Class<T> type, Function<byte[], T> parse) {
    return Optional.ofNullable(texts.get(kind))
        .map(
            text ->
                type.cast(
                    DOCUMENTS.of(
                        new Document(kind, text),
                        text.length(),
                        document -> parse.apply(document.text.getBytes(StandardCharsets.UTF_8)))));
  }

  String toJson() {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text always become JSON", e);
    }
  }

  static BucketSettings ofJson(String json) {
    return STORED.of(json, json.length(), BucketSettings::parse);
  }

  private static BucketSettings parse(String json) {
    try {
      return new BucketSettings(MAPPER.readValue(json, TYPE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings of a bucket in the database are damaged", e);
    }
  }
}
