package network.flashback.gateway.operation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.ObjectMarks.Encryption;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.seal.CustomerLayer;
import network.flashback.gateway.seal.Protection;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.xml.BucketEncryption;

/// The headers about server-side encryption.
///
/// Bytes are sealed with the object's own key in any case, but in a native bucket, where only those
/// are for which encryption is asked. `AES256` and `aws:kms` are therefore remembered and answered.
/// Under a customer's key the bytes get a layer of their own; the key is remembered by what it
/// gives, and asked for again.
final class EncryptionHeaders {
  private static final String ASKED = "x-amz-server-side-encryption";
  private static final String KEY_ID = ASKED + "-aws-kms-key-id";
  private static final String CUSTOMER = ASKED + "-customer-";
  private static final String SOURCE_CUSTOMER =
      "x-amz-copy-source-server-side-encryption-customer-";
  private static final int KEY_BYTES = 32;

  private EncryptionHeaders() {}

  /// A customer's key, as what is remembered of it and as what it does.
  private record Customer(Encryption encryption, CustomerLayer layer) {}

  /// What a new object is to be encrypted with.
  ///
  /// @param standing the bucket's own setting, for requests that ask for nothing
  /// @throws S3Exception `InvalidArgument` or `InvalidRequest`
  static Encryption asked(S3Headers headers, Optional<BucketEncryption> standing) {
    var asked = headers.first(ASKED).map(String::strip);
    var keyId = headers.first(KEY_ID).map(String::strip);
    var customer = customer(headers, CUSTOMER);
    if (customer.isPresent() && (asked.isPresent() || keyId.isPresent())) {
      throw invalid(
          ASKED,
          "Server Side Encryption with Customer provided key is incompatible with the"
              + " encryption method specified");
    }
    if (customer.isPresent()) {
      return customer.get().encryption();
    }
    if (asked.isEmpty()) {
      if (keyId.isPresent()) {
        throw invalid(KEY_ID, "The key id needs x-amz-server-side-encryption: aws:kms.");
      }
      return standing
          .map(one -> Encryption.of(one.algorithm(), one.keyId().orElse("")))
          .orElse(Encryption.NONE);
    }
    return switch (asked.get()) {
      case "AES256" -> {
        if (keyId.isPresent()) {
          throw invalid(KEY_ID, "A key id is for aws:kms, not for AES256.");
        }
        yield Encryption.of("AES256", "");
      }
      case "aws:kms" ->
          Encryption.of(
              "aws:kms",
              keyId
                  .filter(id -> !id.isEmpty())
                  .orElseThrow(
                      () -> invalid(KEY_ID, "Name the key: this endpoint has no default one.")));
      default -> throw invalid(ASKED, "The encryption method specified is not supported");
    };
  }

  /// Refuses to read without the customer's key what needs one, or with one what needs none.
  ///
  /// @throws S3Exception `InvalidRequest`, `InvalidArgument` or `AccessDenied`
  static void requireKey(S3Headers headers, StoredObject object) {
    if (headers.has(ASKED) || headers.has(KEY_ID)) {
      throw invalid(ASKED, "x-amz-server-side-encryption is for writing, not for reading.");
    }
    requireSame(object.marks().encryption(), customer(headers, CUSTOMER));
  }

  /// The same for the source of a copy.
  static void requireSourceKey(S3Headers headers, StoredObject source) {
    requireSame(source.marks().encryption(), customer(headers, SOURCE_CUSTOMER));
  }

  /// Refuses a part with another customer's key than its upload.
  static void requirePartKey(S3Headers headers, Encryption upload) {
    requireSame(upload, customer(headers, CUSTOMER));
  }

  /// What hides the bytes of a new object, or of a part of one.
  static Protection protection(Bucket bucket, S3Headers headers, Encryption encryption) {
    return encryption.equals(Encryption.NONE) && bucket.settings().layout() == Layout.NATIVE
        ? Protection.NONE
        : new Protection(Layout.SEALED, layer(headers, encryption));
  }

  /// The layer over what is written or read, of the key that the request brings.
  static Optional<CustomerLayer> layer(S3Headers headers, Encryption encryption) {
    return layer(headers, CUSTOMER, encryption);
  }

  /// The layer over the source of a copy.
  static Optional<CustomerLayer> sourceLayer(S3Headers headers, Encryption encryption) {
    return layer(headers, SOURCE_CUSTOMER, encryption);
  }

  private static Optional<CustomerLayer> layer(
      S3Headers headers, String prefix, Encryption encryption) {
    return encryption.layered()
        ? Optional.of(customer(headers, prefix).orElseThrow().layer())
        : Optional.empty();
  }

  private static void requireSame(Encryption stored, Optional<Customer> given) {
    var needs = stored.algorithm().equals(Encryption.CUSTOMER);
    if (needs && given.isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The object was stored using a form of Server Side Encryption. The correct parameters"
              + " must be provided to retrieve the object.");
    }
    if (!needs && given.isPresent()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "The encryption parameters are not applicable to this object.");
    }
    if (needs
        && !MessageDigest.isEqual(
            bytes(stored.customerKeyCheck()),
            bytes(given.orElseThrow().encryption().customerKeyCheck()))) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "The key is not the one the object was stored with.");
    }
  }

  /// Tells how an object is encrypted.
  static HttpResponse describe(HttpResponse response, Encryption encryption) {
    if (encryption.algorithm().equals(Encryption.CUSTOMER)) {
      return response
          .header(CUSTOMER + "algorithm", "AES256")
          .header(CUSTOMER + "key-MD5", encryption.customerKeyMd5());
    }
    if (!encryption.algorithm().isEmpty()) {
      response.header(ASKED, encryption.algorithm());
    }
    if (!encryption.keyId().isEmpty()) {
      response.header(KEY_ID, encryption.keyId());
    }
    return response;
  }

  private static Optional<Customer> customer(S3Headers headers, String prefix) {
    var algorithm = headers.first(prefix + "algorithm").map(String::strip);
    var key = headers.first(prefix + "key").map(String::strip);
    var md5 = headers.first(prefix + "key-md5").map(String::strip);
    if (algorithm.isEmpty() && key.isEmpty() && md5.isEmpty()) {
      return Optional.empty();
    }
    if (algorithm.isEmpty() || key.isEmpty() || md5.isEmpty()) {
      throw invalid(
          prefix + "algorithm",
          "A customer's key needs its algorithm, the key and the MD5 of the key.");
    }
    if (!algorithm.get().equals("AES256")) {
      throw new S3Exception(S3Error.INVALID_ENCRYPTION_ALGORITHM);
    }
    byte[] secret = decoded(key.get(), prefix + "key");
    byte[] claimed = decoded(md5.get(), prefix + "key-md5");
    try {
      if (secret.length != KEY_BYTES
          || !MessageDigest.isEqual(MessageDigest.getInstance("MD5").digest(secret), claimed)) {
        throw invalid(
            prefix + "key-md5",
            "The calculated MD5 hash of the key did not match the hash that was provided.");
      }
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      var check = mac.doFinal(bytes("flashback customer key check"));
      var encryption =
          new Encryption(
              Encryption.CUSTOMER, "", md5.get(), Base64.getEncoder().encodeToString(check), true);
      return Optional.of(new Customer(encryption, new CustomerLayer(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5 and HMAC-SHA256", e);
    }
  }

  private static byte[] decoded(String text, String header) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notOne) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, header + " must be Base64.", notOne);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static S3Exception invalid(String header, String why) {
    return new S3Exception(S3Error.INVALID_ARGUMENT, why).with("ArgumentName", header);
  }
}
