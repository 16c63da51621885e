package network.flashback.gateway.job;

/// A job cannot be had as it was asked for; the message says why, and what to do.
public final class JobRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of HTTP
  JobRefused(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
