package network.flashback.node.duty;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.http.Relay;

/// A chain's node as many public ones are: it estimates by the newest block alone, whatever waits
/// behind it. And between what a program saw and what it sends, others can send.
final class PublicNode implements AutoCloseable {
  private final AtomicReference<Runnable> others = new AtomicReference<>(() -> {});
  private final Relay relay;

  PublicNode(URI node) throws IOException {
    this.relay = new Relay(node, this::answer);
  }

  URI uri() {
    return relay.uri();
  }

  /// Does this before the next transaction that comes through, and once.
  void beforeTheNext(Runnable sends) {
    others.set(sends);
  }

  @Override
  public void close() {
    relay.close();
  }

  private Optional<byte[]> answer(byte[] request, Relay relay) throws IOException {
    var body = new String(request, StandardCharsets.UTF_8);
    if (body.contains("eth_sendRawTransaction")) {
      others.getAndSet(() -> {}).run();
    }
    var asked = body.contains("eth_estimateGas") ? body.replace("\"pending\"", "\"latest\"") : body;
    return Optional.of(relay.forward(asked.getBytes(StandardCharsets.UTF_8)));
  }
}
