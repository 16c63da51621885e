package network.flashback.node.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The disk no longer has the bytes of a piece that was durable once.
public final class PieceLostException extends IOException {
  private static final long serialVersionUID = 1;

  PieceLostException(Piece piece, String how, @Nullable Throwable cause) {
    super(
        "Piece %s is lost: %s. Check the disk; the gateway repairs the piece from the other legs when it is told that it is missing."
            .formatted(piece.id(), how),
        cause);
  }
}
