package network.flashback.settlement;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.http.Relay;

/// A chain's node that can be told to go away at one of the next requests, which is what a program
/// sees that is killed there. Of that request the chain hears, or does not; the answer never
/// arrives.
final class CutNode implements AutoCloseable {
  private final List<Boolean> sends = new ArrayList<>();
  private int cutAt = Integer.MAX_VALUE;
  private boolean hearsTheLast;
  private final Relay relay;

  CutNode(URI node) throws IOException {
    this.relay = new Relay(node, this::answer);
  }

  URI uri() {
    return relay.uri();
  }

  /// From now on all requests are answered, and counted anew.
  synchronized void heal() {
    cutAt = Integer.MAX_VALUE;
    sends.clear();
  }

  /// Goes away at the request of that number, counted from 0 and from now on.
  synchronized void cutAt(int request, boolean hears) {
    heal();
    cutAt = request;
    hearsTheLast = hears;
  }

  /// Of each request since the node was healed, whether it was to send a transaction.
  synchronized List<Boolean> sends() {
    return List.copyOf(sends);
  }

  @Override
  public void close() {
    relay.close();
  }

  private Optional<byte[]> answer(byte[] request, Relay relay) throws IOException {
    int left = number(request);
    if (left > 0) {
      return Optional.of(relay.forward(request));
    }
    if (left == 0 && hearsTheLast) {
      relay.forward(request);
    }
    return Optional.empty();
  }

  // How many requests are answered from this one on.
  private synchronized int number(byte[] body) {
    sends.add(new String(body, StandardCharsets.UTF_8).contains("eth_sendRawTransaction"));
    return cutAt - (sends.size() - 1);
  }
}
