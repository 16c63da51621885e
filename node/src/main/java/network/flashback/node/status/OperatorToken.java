package network.flashback.node.status;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Hex;
import network.flashback.http.HttpRequest;

/// What lets its operator see all of a node's status: a random word in a file on the node's disk,
/// which only its owner may read.
public final class OperatorToken {
  private static final String FILE = "operator.token";
  private static final int BYTES = 32;
  private static final long FILE_BYTES_MAX = 256;

  private final byte[] hash;

  private OperatorToken(String word) {
    this.hash = sha256(word);
  }

  /// The token of a node's disks, which is made when there is none, and is on each of them after
  /// that: any of them may be gone tomorrow.
  public static OperatorToken openOrCreate(List<Path> disks, SecureRandom random)
      throws IOException {
    var word = there(disks).isPresent() ? word(disks) : fresh(random);
    for (var disk : disks) {
      var file = disk.resolve(FILE);
      if (!Files.exists(file)) {
        create(file, word);
      }
    }
    return new OperatorToken(word);
  }

  private static Optional<Path> there(List<Path> disks) {
    return disks.stream().map(disk -> disk.resolve(FILE)).filter(Files::exists).findFirst();
  }

  /// The word itself, for who may read the file.
  public static String word(List<Path> disks) throws IOException {
    var file =
        there(disks)
            .orElseThrow(
                () ->
                    new IOException(
                        "There is no "
                            + disks.getFirst().resolve(FILE)
                            + ": the node makes it at its first start. Start the node."));
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + " is no token. Delete it and start the node again.");
    }
    return Files.readString(file).strip();
  }

  /// Whether a request shows the word: as a bearer token, or as the password that a browser asks
  /// for. In constant time.
  boolean isShownBy(HttpRequest request) {
    var header = request.header("Authorization").orElse("");
    if (header.startsWith("Bearer ")) {
      return is(header.substring("Bearer ".length()).strip());
    }
    if (!header.startsWith("Basic ")) {
      return false;
    }
    try {
      var decoded = Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
      var pair = new String(decoded, StandardCharsets.UTF_8);
      return is(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private boolean is(String word) {
    return MessageDigest.isEqual(hash, sha256(word));
  }

  private static String fresh(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Hex.encode(bytes).substring(2);
  }

  // Under another name first, so that no half of it is ever taken for the whole.
  private static void create(Path file, String word) throws IOException {
    var draft = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(draft);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(draft, options, mode)) {
      channel.write(StandardCharsets.US_ASCII.encode(word + "\n"));
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] sha256(String word) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256.", impossible);
    }
  }
}
