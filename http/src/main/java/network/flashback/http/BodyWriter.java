package network.flashback.http;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a response body; blocks while the client does not take what was written.
@FunctionalInterface
public interface BodyWriter {
  /// Writes the whole body. An exception cuts the connection, which the client sees as truncation.
  void writeTo(OutputStream body) throws IOException;
}
