package network.flashback.market.live;

import java.util.Collection;
import java.util.List;
import network.flashback.market.live.LiveEvents.Placed;

/// Events in the order in which they came in.
interface EventSource {
  /// Events of these types behind a place, in order.
  List<Placed> after(long sequence, Collection<EventType> types, int limit);

  /// The newest place.
  long newest();
}
