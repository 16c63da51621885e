package network.flashback.chain.deploy;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import network.flashback.http.Relay;

/// A node that goes away for good after some requests: what a program sees that is stopped there.
/// Of its last request the chain hears, or does not; the answer never arrives.
final class UnreliableNode implements AutoCloseable {
  private final boolean hearsTheLast;
  private final AtomicInteger left;
  private final Relay relay;

  UnreliableNode(URI node, int requests, boolean hearsTheLast) throws IOException {
    this.hearsTheLast = hearsTheLast;
    this.left = new AtomicInteger(requests);
    this.relay = new Relay(node, this::answer);
  }

  URI uri() {
    return relay.uri();
  }

  @Override
  public void close() {
    relay.close();
  }

  private Optional<byte[]> answer(byte[] request, Relay relay) throws IOException {
    int now = left.getAndDecrement();
    if (now > 1) {
      return Optional.of(relay.forward(request));
    }
    if (now == 1 && hearsTheLast) {
      relay.forward(request);
    }
    return Optional.empty();
  }
}
