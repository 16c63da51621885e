package network.flashback.app.certification;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.seal.SealedBox;
import network.flashback.evm.seal.SealingKey;
import network.flashback.evm.seal.UnsealingException;
import network.flashback.market.certification.Manifest;

/// A document with its file's name, as it is sealed: two bytes with the name's length, the name in
/// UTF-8, the content.
public record DocumentEnvelope(String name, Bytes content) {
  private static final int NAME_BYTES_MAX = 200;
  private static final int LENGTH_BYTES = 2;

  public DocumentEnvelope {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "The file name '%s' is longer than %d bytes. Give the document a shorter one."
              .formatted(name, NAME_BYTES_MAX));
    }
  }

  Bytes seal(Bytes32 publicKey, long providerId, DocumentKind kind, SecureRandom random) {
    byte[] title = name.getBytes(StandardCharsets.UTF_8);
    byte[] length = {(byte) (title.length >> 8), (byte) title.length};
    var plain = Bytes.concat(length, title, content.toArray());
    return SealedBox.seal(
        publicKey, Manifest.PURPOSE, Manifest.bound(providerId, kind), plain, random);
  }

  /// What was sealed for this key.
  ///
  /// @throws UnsealingException when the key does not open it, or it holds no document
  public static DocumentEnvelope open(
      SealingKey key, long providerId, DocumentKind kind, Bytes sealed)
      throws UnsealingException, MalformedDocumentException {
    var plain = key.open(Manifest.PURPOSE, Manifest.bound(providerId, kind), sealed);
    if (plain.size() < LENGTH_BYTES) {
      throw new MalformedDocumentException();
    }
    int length = ((plain.at(0) & 0xff) << 8) | (plain.at(1) & 0xff);
    if (length == 0 || length > NAME_BYTES_MAX || LENGTH_BYTES + length > plain.size()) {
      throw new MalformedDocumentException();
    }
    var title =
        new String(
            plain.slice(LENGTH_BYTES, LENGTH_BYTES + length).toArray(), StandardCharsets.UTF_8);
    return new DocumentEnvelope(title, plain.slice(LENGTH_BYTES + length, plain.size()));
  }

  /// A name that is safe to write a file by, wherever the document came from.
  public String safeName() {
    var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var safe = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]+", "_");
    return safe.isEmpty() ? "document" : safe;
  }
}
