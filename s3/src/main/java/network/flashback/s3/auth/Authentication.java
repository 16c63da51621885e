package network.flashback.s3.auth;

/// Who a request provably comes from, and how far the proof covers its body.
public sealed interface Authentication {

  PayloadSigning payload();

  /// Nobody said who.
  record Anonymous(PayloadSigning payload) implements Authentication {}

  /// The holder of this access key.
  ///
  /// @param presigned by a URL that anyone may hold, not by headers of this request
  record Signed(
      String accessKeyId, CredentialScope scope, boolean presigned, PayloadSigning payload)
      implements Authentication {}
}
