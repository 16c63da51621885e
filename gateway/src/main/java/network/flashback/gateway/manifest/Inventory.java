package network.flashback.gateway.manifest;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import network.flashback.gateway.legs.LegStore;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.StoredName;

/// What a leg says it holds.
final class Inventory {
  private static final int NAMES_AT_ONCE = 1000;

  private Inventory() {}

  /// Hands on each piece, and where it is in the possession tree when the leg has one.
  static void of(LegStore leg, BiConsumer<StoredName, Optional<OccupiedSlot>> each)
      throws IOException {
    if (leg.store() instanceof ProvingStore store) {
      for (long from = 0; ; ) {
        var slots = store.slots(from, NAMES_AT_ONCE);
        slots.forEach(slot -> each.accept(slot.name(), Optional.of(slot)));
        if (slots.size() < NAMES_AT_ONCE) {
          return;
        }
        from = slots.getLast().slot() + 1;
      }
    }
    var after = Optional.<StoredName>empty();
    while (true) {
      var page = leg.store().list(after, NAMES_AT_ONCE);
      page.names().forEach(name -> each.accept(name, Optional.empty()));
      if (page.last()) {
        return;
      }
      after = Optional.of(page.names().getLast());
    }
  }
}
