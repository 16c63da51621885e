package network.flashback.gateway.seal;

import java.util.Optional;
import network.flashback.domain.storage.Layout;

/// What hides the bytes of a new extent from whoever keeps them.
///
/// @param layout sealed, or native: then nothing does
/// @param layer the customer's, beneath the seal, when it brought a key
public record Protection(Layout layout, Optional<CustomerLayer> layer) {
  /// The seal of the gateway's keys alone.
  public static final Protection SEALED = new Protection(Layout.SEALED, Optional.empty());

  /// Nothing.
  public static final Protection NONE = new Protection(Layout.NATIVE, Optional.empty());

  /// Refuses a layer over bytes that lie as they are: a customer's key is asked for to hide them.
  public Protection {
    if (layout == Layout.NATIVE && layer.isPresent()) {
      throw new IllegalArgumentException("what a customer's key hides must be sealed as well");
    }
  }
}
