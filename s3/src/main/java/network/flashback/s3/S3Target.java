package network.flashback.s3;

/// What a request is addressed to.
public sealed interface S3Target {

  /// The endpoint itself: the caller's buckets.
  record Service() implements S3Target {}

  record Bucket(String bucket) implements S3Target {}

  record ObjectKey(String bucket, String key) implements S3Target {}

  default S3Operation.Scope scope() {
    return switch (this) {
      case Service() -> S3Operation.Scope.SERVICE;
      case Bucket(String _) -> S3Operation.Scope.BUCKET;
      case ObjectKey(String _, String _) -> S3Operation.Scope.OBJECT;
    };
  }
}
