package network.flashback.http;

import java.io.IOException;

/// The body's chunked framing is broken.
public final class MalformedBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedBodyException() {
    super(
        "the chunked framing of the body is malformed: send size lines as RFC 9112, 7.1 has them");
  }
}
