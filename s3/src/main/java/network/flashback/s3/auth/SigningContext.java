package network.flashback.s3.auth;

/// Everything that stays the same for all signatures of one request: key, time and scope.
///
/// @param timestamp `yyyyMMdd'T'HHmmss'Z'`
record SigningContext(SigningKey key, String timestamp, CredentialScope scope) {

  String sign(String stringToSign) {
    return key.sign(stringToSign);
  }

  /// The string to sign of the request itself.
  String requestStringToSign(String canonicalRequestHash) {
    return SigV4.ALGORITHM + "\n" + timestamp + "\n" + scope + "\n" + canonicalRequestHash;
  }
}
