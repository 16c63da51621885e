package network.flashback.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events as they come in (server-sent events, WHATWG HTML 9.2), one after another. For one thread;
/// closing it from another one ends the wait.
public final class EventStream implements AutoCloseable {
  private static final int LINE_BYTES_MAX = 1 << 20;

  private final InputStream source;

  EventStream(InputStream source) {
    this.source = source;
  }

  /// The next event, which is waited for; none when the platform has ended the stream.
  ///
  /// @throws UnansweredException when the stream broke off: open another after the last id
  public Optional<ServerEvent> next() {
    try {
      return event();
    } catch (IOException lost) {
      throw new UnansweredException(
          "The stream of events broke off: open it again after the last id.", lost);
    }
  }

  private Optional<ServerEvent> event() throws IOException {
    var id = "";
    var type = "message";
    var data = new StringBuilder();
    for (var line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new ServerEvent(id, type, Json.document(data.toString())));
        }
        type = "message";
        continue;
      }
      var colon = line.indexOf(':');
      var field = colon < 0 ? line : line.substring(0, colon);
      var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      // A line that begins with a colon is the platform's sign of life.
      switch (field) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {}
      }
      if (data.length() > LINE_BYTES_MAX) {
        throw new IOException("an event is longer than any");
      }
    }
    return Optional.empty();
  }

  /// Without its end; null at the end of the stream.
  private @Nullable String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var one = source.read(); one >= 0; one = source.read()) {
      if (one == '\n') {
        return bytes.toString(UTF_8).replaceFirst("\r$", "");
      }
      bytes.write(one);
      if (bytes.size() > LINE_BYTES_MAX) {
        throw new IOException("a line is longer than any");
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      // It is over either way.
    }
  }
}
