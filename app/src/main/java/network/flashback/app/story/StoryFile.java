package network.flashback.app.story;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/// The file that is stored.
record StoryFile(Path path, long bytes, String sha256) {
  private static final long DEFAULT_BYTES = 64L << 20;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long DEFAULT_SEED = 20_261_122;

  static StoryFile of(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          "There is no file %s to store. Name one that exists, or none for the default."
              .formatted(path));
    }
    if (Files.size(path) == 0) {
      throw new IOException("File %s is empty: there would be nothing to prove.".formatted(path));
    }
    try (var stream = Files.newInputStream(path)) {
      return new StoryFile(path, Files.size(path), sha256(stream));
    }
  }

  /// 64 MiB of pseudo-random bytes, the same every time.
  static StoryFile makeDefault(Path path) throws IOException {
    if (!Files.exists(path) || Files.size(path) != DEFAULT_BYTES) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      var random = new Random(DEFAULT_SEED);
      var buffer = new byte[BUFFER_BYTES];
      try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
        for (long written = 0; written < DEFAULT_BYTES; written += buffer.length) {
          random.nextBytes(buffer);
          out.write(buffer);
        }
      }
    }
    return of(path);
  }

  static String sha256(InputStream content) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (var stream = new DigestInputStream(content, digest)) {
      stream.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
