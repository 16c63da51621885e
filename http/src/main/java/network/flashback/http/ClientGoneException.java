package network.flashback.http;

import java.io.IOException;

/// The client closed the connection before it had the whole answer.
public final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGoneException() {
    super("the client closed the connection before it had the whole answer");
  }
}
