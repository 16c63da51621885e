package network.flashback.gateway.metadata;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.LegalHold;
import network.flashback.s3.xml.Owner;
import network.flashback.s3.xml.Retention;
import org.jspecify.annotations.Nullable;

/// What is known of an object besides its bytes and headers, and can change without them.
///
/// @param owner canonical id of whom it belongs to; empty: the bucket's owner
/// @param acl the document; empty: private
/// @param retainUntil milliseconds; 0 without retention
/// @param legalHold ON, OFF, or empty when never set
/// @param upload id of the multipart upload that made it; empty otherwise
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectMarks(
    String owner,
    String acl,
    Map<String, String> tags,
    String retentionMode,
    long retainUntil,
    String legalHold,
    Encryption encryption,
    String upload) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// How an object is encrypted, besides that all bytes are sealed in any case.
  ///
  /// @param algorithm `AES256`, `aws:kms`, `SSE-C`, or empty
  /// @param keyId for `aws:kms`
  /// @param customerKeyMd5 for `SSE-C`, as the client sent it
  /// @param customerKeyCheck for `SSE-C`, what only the same key gives
  /// @param layered whether its bytes lie under the customer's layer; not so in older objects
  public record Encryption(
      String algorithm,
      String keyId,
      String customerKeyMd5,
      String customerKeyCheck,
      boolean layered) {
    /// The object's own key alone.
    public static final Encryption NONE = of("", "");

    /// A customer's key is needed to read it.
    public static final String CUSTOMER = "SSE-C";

    /// The gateway's keys alone.
    public static Encryption of(String algorithm, String keyId) {
      return new Encryption(algorithm, keyId, "", "", false);
    }
  }

  /// Fills in what older rows do not have, and keeps its own copy.
  @SuppressWarnings("ConstantValue")
  public ObjectMarks(
      @Nullable String owner,
      @Nullable String acl,
      @Nullable Map<String, String> tags,
      @Nullable String retentionMode,
      long retainUntil,
      @Nullable String legalHold,
      @Nullable Encryption encryption,
      @Nullable String upload) {
    this.owner = owner == null ? "" : owner;
    this.acl = acl == null ? "" : acl;
    this.tags = tags == null ? Map.of() : new TreeMap<>(tags);
    this.retentionMode = retentionMode == null ? "" : retentionMode;
    this.retainUntil = retainUntil;
    this.legalHold = legalHold == null ? "" : legalHold;
    this.encryption = encryption == null ? Encryption.NONE : encryption;
    this.upload = upload == null ? "" : upload;
  }

  /// Nothing but an owner.
  public static ObjectMarks of(String owner) {
    return new ObjectMarks(owner, "", Map.of(), "", 0, "", Encryption.NONE, "");
  }

  /// Whom it belongs to.
  public Owner ownerOr(Owner bucketOwner) {
    return owner.isEmpty() ? bucketOwner : new Owner(owner, owner);
  }

  /// Its ACL.
  public AccessControlList aclOr(Owner bucketOwner) {
    return acl.isEmpty()
        ? AccessControlList.ownedBy(ownerOr(bucketOwner))
        : AccessControlList.parse(acl.getBytes(StandardCharsets.UTF_8));
  }

  public Optional<Retention> retention() {
    return retentionMode.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Retention(
                Retention.Mode.valueOf(retentionMode), Instant.ofEpochMilli(retainUntil)));
  }

  public Optional<LegalHold> hold() {
    return legalHold.isEmpty() ? Optional.empty() : Optional.of(LegalHold.of(legalHold));
  }

  public ObjectMarks withAcl(AccessControlList list) {
    return new ObjectMarks(
        list.owner().id(),
        new String(list.toXml(), StandardCharsets.UTF_8),
        tags,
        retentionMode,
        retainUntil,
        legalHold,
        encryption,
        upload);
  }

  public ObjectMarks withTags(Map<String, String> changed) {
    return new ObjectMarks(
        owner, acl, changed, retentionMode, retainUntil, legalHold, encryption, upload);
  }

  public ObjectMarks withRetention(Optional<Retention> retention) {
    return new ObjectMarks(
        owner,
        acl,
        tags,
        retention.map(one -> one.mode().name()).orElse(""),
        retention.map(one -> one.until().toEpochMilli()).orElse(0L),
        legalHold,
        encryption,
        upload);
  }

  public ObjectMarks withHold(LegalHold hold) {
    return new ObjectMarks(
        owner, acl, tags, retentionMode, retainUntil, hold.word(), encryption, upload);
  }

  public ObjectMarks withEncryption(Encryption changed) {
    return new ObjectMarks(
        owner, acl, tags, retentionMode, retainUntil, legalHold, changed, upload);
  }

  public ObjectMarks withUpload(String id) {
    return new ObjectMarks(owner, acl, tags, retentionMode, retainUntil, legalHold, encryption, id);
  }

  /// Whether removing it is forbidden at this time.
  ///
  /// @param bypass whether the caller may and wants to overrule governance
  public boolean forbidRemoval(Instant now, boolean bypass) {
    if (hold().filter(LegalHold::on).isPresent()) {
      return true;
    }
    return retention()
        .filter(one -> now.isBefore(one.until()))
        .filter(one -> one.mode() == Retention.Mode.COMPLIANCE || !bypass)
        .isPresent();
  }

  String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always become JSON", e);
    }
  }

  static ObjectMarks ofJson(String json) {
    try {
      return MAPPER.readValue(json, ObjectMarks.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the marks of an object in the database are damaged", e);
    }
  }
}
