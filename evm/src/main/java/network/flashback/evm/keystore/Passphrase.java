package network.flashback.evm.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.flashback.evm.Hex;

/// What opens a keystore: typed by a person, or held in a key file that only its owner may read.
public final class Passphrase {
  private static final int KEY_FILE_BYTES = 32;
  private static final long KEY_FILE_SIZE_MAX = 4096;

  private final byte[] utf8;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  public static Passphrase of(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException(
          "The passphrase is empty. Choose one, or use a key file instead.");
    }
    byte[] bytes = new String(characters).getBytes(StandardCharsets.UTF_8);
    return new Passphrase(bytes);
  }

  /// The content of a key file without surrounding white space.
  public static Passphrase fromKeyFile(Path file) throws IOException {
    OwnerOnlyFile.requireOwnerOnly(file);
    long size = Files.size(file);
    if (size > KEY_FILE_SIZE_MAX) {
      throw new IOException(
          "Key file "
              + file
              + " has "
              + size
              + " bytes, more than the "
              + KEY_FILE_SIZE_MAX
              + " of any key file. Is it the right file?");
    }
    return of(Files.readString(file).strip().toCharArray());
  }

  /// Writes a new key file with 32 random bytes, readable to its owner only; never overwrites one.
  public static Passphrase createKeyFile(Path file, SecureRandom random) throws IOException {
    byte[] secret = new byte[KEY_FILE_BYTES];
    random.nextBytes(secret);
    String text = Hex.encode(secret).substring(2);
    OwnerOnlyFile.create(file, (text + "\n").getBytes(StandardCharsets.US_ASCII));
    return of(text.toCharArray());
  }

  byte[] utf8() {
    return utf8.clone();
  }

  @Override
  public String toString() {
    return "Passphrase";
  }
}
