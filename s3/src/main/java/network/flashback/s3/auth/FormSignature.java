package network.flashback.s3.auth;

import java.util.Map;
import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// The signature over the policy of an upload form, in version 4 or 2.
///
/// The policy carries its own expiry, so the date of the signature is not held against the clock.
final class FormSignature {
  private final Credentials credentials;

  FormSignature(Credentials credentials) {
    this.credentials = credentials;
  }

  /// @param fields by lower-case name
  Authentication verify(Map<String, String> fields) {
    var newer = Optional.ofNullable(fields.get("x-amz-credential"));
    var older = Optional.ofNullable(fields.get("awsaccesskeyid"));
    if (newer.isEmpty() && older.isEmpty()) {
      return new Authentication.Anonymous(new PayloadSigning.Unsigned());
    }
    var policy = required(fields, "policy");
    return newer.isPresent()
        ? verify(newer.get(), required(fields, "x-amz-signature"), policy)
        : verifyOlder(older.orElseThrow(), required(fields, "signature"), policy);
  }

  private Authentication verify(String credential, String signature, String policy) {
    String[] words = credential.split("/", -1);
    if (words.length < 5 || !words[words.length - 1].equals(CredentialScope.TERMINATOR)) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "x-amz-credential is malformed.")
          .with("ArgumentName", "x-amz-credential");
    }
    int n = words.length;
    var scope = new CredentialScope(words[n - 4], words[n - 3], words[n - 2]);
    var key = credential.substring(0, credential.length() - scope.toString().length() - 1);
    if (!SigV4.same(secret(key).derive(scope).sign(policy), signature)) {
      throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH).with("AWSAccessKeyId", key);
    }
    return signed(key, scope);
  }

  private Authentication verifyOlder(String key, String signature, String policy) {
    if (!SigV4.same(secret(key).signV2(policy), signature)) {
      throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH).with("AWSAccessKeyId", key);
    }
    return signed(key, new CredentialScope("", "", CredentialScope.S3));
  }

  private static Authentication signed(String key, CredentialScope scope) {
    return new Authentication.Signed(key, scope, true, new PayloadSigning.Unsigned());
  }

  private SecretAccessKey secret(String key) {
    return credentials
        .secretOf(key)
        .orElseThrow(
            () -> new S3Exception(S3Error.INVALID_ACCESS_KEY_ID).with("AWSAccessKeyId", key));
  }

  private static String required(Map<String, String> fields, String name) {
    var value = fields.get(name);
    if (value == null) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT, "Bucket POST must contain a field named '" + name + "'.")
          .with("ArgumentName", name);
    }
    return value;
  }
}
