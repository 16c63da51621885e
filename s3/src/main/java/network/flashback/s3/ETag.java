package network.flashback.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// An entity tag without its quotes: MD5 in hex for an object sent at once, `md5-of-md5s-N` for one
/// of N parts, or opaque.
public record ETag(String value) {
  private static final String NO_PARTS = "-0";

  public ETag {
    if (value.isEmpty() || value.indexOf('"') >= 0) {
      throw new IllegalArgumentException("An entity tag is not empty and holds no quote: " + value);
    }
  }

  /// The tag of an object sent at once.
  ///
  /// @param md5 16 bytes
  public static ETag ofMd5(byte[] md5) {
    return new ETag(HexFormat.of().formatHex(md5));
  }

  /// The tag of a multipart object.
  ///
  /// @param parts the tags of its parts in order, each an MD5 in hex
  public static ETag ofParts(List<ETag> parts) {
    var digest = md5();
    parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.value)));
    return new ETag(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size());
  }

  /// The tag of an object that nobody computed an MD5 of. Clients skip their own comparison for
  /// tags with a dash, and no object has 0 parts.
  ///
  /// @param id 32 hexadecimal digits, of no other object
  public static ETag opaque(String id) {
    return new ETag(id + NO_PARTS);
  }

  /// Whether the object was sent in parts.
  public boolean isOfParts() {
    return value.contains("-") && !value.endsWith(NO_PARTS);
  }

  /// A tag as a client writes it: quoted, weak or bare.
  public static ETag parse(String text) {
    String tag = text.trim();
    tag = tag.startsWith("W/") ? tag.substring(2) : tag;
    boolean quoted = tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"");
    return new ETag(quoted ? tag.substring(1, tag.length() - 1) : tag);
  }

  /// As in the header and in XML, with quotes.
  public String quoted() {
    return "\"" + value + "\"";
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  @Override
  public String toString() {
    return quoted();
  }
}
