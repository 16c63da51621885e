package network.flashback.s3.auth;

/// What a signing key is good for: one day, one region, one service.
///
/// @param date `yyyyMMdd`, UTC
public record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";
  static final String S3 = "s3";

  /// `20130524/us-east-1/s3/aws4_request`
  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
