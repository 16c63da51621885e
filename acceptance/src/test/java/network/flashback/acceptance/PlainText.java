package network.flashback.acceptance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file in which every line tells that it is plain text, so that any scrap of it is recognised.
final class PlainText {
  private static final byte[] MARKER = "told-in-plain".getBytes(StandardCharsets.US_ASCII);

  private PlainText() {}

  static Path write(Path file, int bytes) throws IOException {
    var text = new StringBuilder(bytes + 64);
    for (int line = 0; text.length() < bytes; line++) {
      text.append("told-in-plain ").append(line).append('\n');
    }
    text.setLength(bytes);
    return Files.writeString(file, text);
  }

  /// Whether any scrap of such a file is in `file`.
  static boolean isIn(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var content = channel.map(MapMode.READ_ONLY, 0, channel.size());
      for (int at = 0; at <= content.limit() - MARKER.length; at++) {
        if (content.get(at) == MARKER[0] && isAt(content, at)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isAt(java.nio.ByteBuffer content, int at) {
    for (int i = 1; i < MARKER.length; i++) {
      if (content.get(at + i) != MARKER[i]) {
        return false;
      }
    }
    return true;
  }
}
