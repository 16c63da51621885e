package network.flashback.acceptance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Leads whoever connects to one address on to another, and back, as long as both sides want.
final class Forward implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Forward(InetSocketAddress from, InetSocketAddress target) throws IOException {
    this.target = target;
    server.setReuseAddress(true);
    server.bind(from, 256);
    Thread.ofVirtual().name("forward").start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var near = server.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException closed) {
        // With this forward; nobody is waiting any more.
        return;
      }
    }
  }

  private void connect(Socket near) {
    var far = new Socket();
    open.add(near);
    open.add(far);
    try {
      // As long as the kernel tries: a cut line answers nothing.
      far.connect(target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(near, far));
      pump(far, near);
    } catch (IOException unreachable) {
      close(near);
      close(far);
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Both sides learn of it by being closed.
      close(from);
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // There is nothing left to close.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Set.copyOf(open).forEach(this::close);
  }
}
