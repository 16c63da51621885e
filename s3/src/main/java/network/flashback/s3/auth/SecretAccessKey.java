package network.flashback.s3.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret half of an S3 key pair. It never prints itself.
public final class SecretAccessKey {
  private final byte[] utf8;

  public SecretAccessKey(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("A secret access key is not empty");
    }
    this.utf8 = secret.getBytes(StandardCharsets.UTF_8);
  }

  SigningKey derive(CredentialScope scope) {
    byte[] prefixed = new byte[utf8.length + 4];
    System.arraycopy("AWS4".getBytes(StandardCharsets.US_ASCII), 0, prefixed, 0, 4);
    System.arraycopy(utf8, 0, prefixed, 4, utf8.length);
    return new SigningKey(prefixed)
        .derive(scope.date())
        .derive(scope.region())
        .derive(scope.service())
        .derive(CredentialScope.TERMINATOR);
  }

  /// HMAC-SHA1 in Base64, of signature version 2.
  String signV2(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(utf8, "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA1", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretAccessKey that && MessageDigest.isEqual(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return SecretAccessKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "SecretAccessKey[hidden]";
  }
}
