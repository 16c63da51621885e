package network.flashback.providers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A store did not do what was asked; the reason tells whether asking again, or elsewhere, can
/// help.
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason {
    /// The name is unknown.
    NOT_FOUND,
    /// The name is known, but does not have the bytes asked for.
    RANGE,
    /// The name holds other bytes.
    CONFLICT,
    /// The agreed capacity is used up, or the disk is.
    FULL,
    /// The provider wants a voucher first that could not be given.
    UNPAID,
    /// The provider does not accept who asks: the grant is revoked, expired, or of another
    /// agreement.
    DENIED,
    /// The bytes or the signed answer are not what they must be.
    CORRUPT,
    /// The provider cannot be reached or fails inside; another time or another provider may do.
    UNAVAILABLE,
    /// This kind of provider never does that.
    UNSUPPORTED
  }

  private final Reason reason;

  /// @param message names what is wrong, why, and what to do; never a secret
  public StoreException(Reason reason, String message) {
    this(reason, message, null);
  }

  /// @param cause what was caught, if anything
  public StoreException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Why.
  public Reason reason() {
    return reason;
  }
}
