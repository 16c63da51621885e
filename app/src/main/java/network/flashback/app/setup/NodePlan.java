package network.flashback.app.setup;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A node as its operator wants it, before anything of it is written.
///
/// @param endpoint to be registered
/// @param name shown to consumers
/// @param nodeKey what the node signs and sends with; never somewhere else
/// @param owner what registers, stakes and leaves
/// @param payout where earnings go
public record NodePlan(
    NodeSetup setup,
    URI endpoint,
    String name,
    WalletPlan nodeKey,
    WalletPlan owner,
    WalletPlan payout) {
  public NodePlan {
    if (nodeKey instanceof WalletPlan.Elsewhere) {
      throw new IllegalArgumentException(
          "A node signs by itself: give it a keystore, not an address.");
    }
  }

  /// Where the owner's keystore lies, if it is left where it is.
  Optional<Path> ownerKeystore() {
    return switch (owner) {
      case WalletPlan.Made _ -> Optional.empty();
      case WalletPlan.Taken(var keystore, _, _) -> Optional.of(keystore);
      case WalletPlan.Elsewhere(_, var keystore) -> keystore;
    };
  }
}
