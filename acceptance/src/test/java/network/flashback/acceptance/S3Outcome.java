package network.flashback.acceptance;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// How a request ended.
sealed interface S3Outcome {
  /// Acknowledged.
  record Done() implements S3Outcome {}

  /// Answered with an S3 error.
  record Refused(int status, String code) implements S3Outcome {}

  /// Not answered: nobody knows whether it took effect.
  record Unknown(String why) implements S3Outcome {}

  default boolean isDone() {
    return this instanceof Done;
  }

  static S3Outcome of(Runnable request) {
    try {
      request.run();
      return new Done();
    } catch (S3Exception e) {
      var details = e.awsErrorDetails();
      return new Refused(e.statusCode(), details == null ? "" : details.errorCode());
    } catch (SdkClientException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }
}
