package network.flashback.gateway.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    return document(Kind.ACL).map(AccessControlList::parse);
  }

  public Optional<BucketPolicy> policy(String bucket) {
    return Optional.ofNullable(texts.get(Kind.POLICY))
        .map(text -> BucketPolicy.parse(text, bucket));
  }

  public Optional<CorsConfiguration> cors() {
    return document(Kind.CORS).map(CorsConfiguration::parse);
  }

  public Optional<BucketEncryption> encryption() {
    return document(Kind.ENCRYPTION).map(BucketEncryption::parse);
  }

  public Optional<LifecycleConfiguration> lifecycle() {
    return document(Kind.LIFECYCLE).map(LifecycleConfiguration::parse);
  }

  /// Present when the bucket has object lock.
  public Optional<ObjectLockConfiguration> objectLock() {
    return document(Kind.OBJECT_LOCK).map(ObjectLockConfiguration::parse);
  }

  public Optional<OwnershipControls.Rule> ownership() {
    return document(Kind.OWNERSHIP).map(OwnershipControls::parse).map(OwnershipControls::rule);
  }

  public PublicAccessBlock publicAccessBlock() {
    return document(Kind.PUBLIC_ACCESS_BLOCK)
        .map(PublicAccessBlock::parse)
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
    return document(Kind.TAGGING).map(xml -> Tagging.parse(xml, Tagging.BUCKET_TAGS_MAX));
  }

  String toJson() {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text always become JSON", e);
    }
  }

  static BucketSettings ofJson(String json) {
    try {
      return new BucketSettings(MAPPER.readValue(json, TYPE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the settings of a bucket in the database are damaged", e);
    }
  }
}
