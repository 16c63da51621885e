package network.flashback.market.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.domain.Refused;
import network.flashback.http.HttpRequest;
import network.flashback.market.account.Caller;

/// The key of one write of one caller (draft-ietf-httpapi-idempotency-key-header), and what is
/// derived from it.
///
/// @param place where the answer is kept: of this caller and this key
/// @param request what was asked for
/// @param seal key of AES-256-GCM, from what only the sender has: its token, the key, the request
record IdempotencyKey(String place, String request, SecretKeySpec seal) {
  static final String HEADER = "Idempotency-Key";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// @param shown the secret that the request shows
  static Optional<IdempotencyKey> of(
      HttpRequest http, Caller caller, String shown, byte[] content) {
    return http.header(HEADER)
        .map(IdempotencyKey::checked)
        .map(key -> of(http, caller, shown, content, key));
  }

  private static IdempotencyKey of(
      HttpRequest http, Caller caller, String shown, byte[] content, String key) {
    var asked =
        digest(
            "request",
            http.method().getBytes(StandardCharsets.UTF_8),
            utf8(http.target()),
            content);
    return new IdempotencyKey(
        HexFormat.of().formatHex(digest("place", utf8(caller.name()), utf8(key))),
        HexFormat.of().formatHex(asked),
        new SecretKeySpec(digest("seal", utf8(shown), utf8(key), asked), "AES"));
  }

  /// Tells the places apart to PostgreSQL's advisory locks; two that fall together wait for each
  /// other by a 409, once in 2^64.
  long lock() {
    return Long.parseUnsignedLong(place.substring(0, 16), 16);
  }

  /// @param random never gives the same bytes twice
  byte[] sealed(Answer answer, RandomGenerator random) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
      var out = new ByteArrayOutputStream();
      out.writeBytes(nonce);
      out.writeBytes(cipher.doFinal(written(answer)));
      return out.toByteArray();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-GCM", impossible);
    }
  }

  /// Empty when it was sealed for another token.
  Optional<Answer> opened(byte[] sealed) {
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
      return Optional.of(read(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES)));
    } catch (GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, seal, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static byte[] written(Answer answer) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(answer.status());
      out.writeInt(answer.headers().size());
      for (var header : answer.headers().entrySet()) {
        out.writeUTF(header.getKey());
        out.writeUTF(header.getValue());
      }
      out.write(utf8(answer.body()));
    } catch (IOException impossible) {
      throw new IllegalStateException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }

  private static Answer read(byte[] content) {
    try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
      var status = in.readInt();
      var headers = new LinkedHashMap<String, String>();
      for (var left = in.readInt(); left > 0; left--) {
        headers.put(in.readUTF(), in.readUTF());
      }
      return new Answer(status, headers, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  /// The draft writes a string of RFC 8941, in quotes; most clients send it bare.
  private static String checked(String header) {
    var text = header.strip();
    var isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    var key = isQuoted ? text.substring(1, text.length() - 1) : text;
    if (!key.matches("[\\x21-\\x7e]{16,255}")) {
      throw new Refused(
          HEADER, "is no key", "send 16 to 255 visible ASCII characters, such as a UUID");
    }
    return key;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Parts have their lengths before them, so that no two lists of parts are one text.
  private static byte[] digest(String purpose, byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(utf8("flashback idempotency " + purpose));
      for (var part : parts) {
        digest.update(utf8("\n" + part.length + ":"));
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "IdempotencyKey[" + place + "]";
  }
}
