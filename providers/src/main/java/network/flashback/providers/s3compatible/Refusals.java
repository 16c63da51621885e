package network.flashback.providers.s3compatible;

import java.io.IOException;
import java.io.InterruptedIOException;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What an S3 server or the way to it says, as reasons.
record Refusals(S3Bucket bucket) {
  IOException of(SdkException e) {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      var stopped = new InterruptedIOException("given up waiting for " + bucket);
      stopped.initCause(e);
      return stopped;
    }
    if (e instanceof S3Exception refusal) {
      return answered(refusal);
    }
    return new StoreException(
        Reason.UNAVAILABLE,
        "%s does not answer (%s): ask again, or another provider".formatted(bucket, e.getMessage()),
        e);
  }

  private StoreException answered(S3Exception e) {
    var details = e.awsErrorDetails();
    var code = details == null || details.errorCode() == null ? "" : details.errorCode();
    var reason =
        switch (e.statusCode()) {
          case 401, 403 -> Reason.DENIED;
          case 404 -> code.equals("NoSuchBucket") ? Reason.DENIED : Reason.NOT_FOUND;
          case 412 -> Reason.CONFLICT;
          case 413, 507 -> Reason.FULL;
          case 416 -> Reason.RANGE;
          case 501 -> Reason.UNSUPPORTED;
          default -> Reason.UNAVAILABLE;
        };
    return new StoreException(
        reason,
        "%s answered %d %s: %s".formatted(bucket, e.statusCode(), code, advice(reason, code)),
        e);
  }

  private static String advice(Reason reason, String code) {
    return switch (reason) {
      case DENIED ->
          code.equals("NoSuchBucket")
              ? "create the bucket, or correct its name"
              : "check the access key and what it may do in this bucket";
      case NOT_FOUND -> "nothing is kept under this name";
      case CONFLICT -> "the name is taken; choose another";
      case FULL -> "raise the quota there, or delete something";
      case RANGE -> "it does not have these bytes";
      case UNSUPPORTED -> "this server never does that; another one may";
      case UNAVAILABLE, UNPAID, CORRUPT -> "ask again, or another provider";
    };
  }
}
