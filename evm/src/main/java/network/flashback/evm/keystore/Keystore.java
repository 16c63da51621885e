package network.flashback.evm.keystore;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Hex;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import org.bouncycastle.crypto.generators.SCrypt;

/// A private key at rest: Web3 Secret Storage, version 3 (scrypt, AES-128-CTR, keccak MAC), as all
/// wallets read and write it.
public final class Keystore {
  private static final int KEY_BYTES = 32;
  private static final long FILE_SIZE_MAX = 64 << 10;
  private static final HexFormat HEX = HexFormat.of();

  private Keystore() {}

  /// The JSON that holds `key`, readable to who has the passphrase.
  public static String encrypt(
      PrivateKey key, Passphrase passphrase, ScryptCost cost, SecureRandom random) {
    byte[] salt = new byte[32];
    byte[] iv = new byte[16];
    byte[] id = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    random.nextBytes(id);
    byte[] derived = derive(passphrase, salt, cost);
    byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, derived, iv, key.exposeSecret().toArray());
    byte[] mac = mac(derived, encrypted);
    Arrays.fill(derived, (byte) 0);

    JsonObject cipherParameters = new JsonObject();
    cipherParameters.addProperty("iv", HEX.formatHex(iv));
    JsonObject scrypt = new JsonObject();
    scrypt.addProperty("dklen", KEY_BYTES);
    scrypt.addProperty("n", cost.n());
    scrypt.addProperty("p", cost.p());
    scrypt.addProperty("r", cost.r());
    scrypt.addProperty("salt", HEX.formatHex(salt));
    JsonObject crypto = new JsonObject();
    crypto.addProperty("cipher", "aes-128-ctr");
    crypto.add("cipherparams", cipherParameters);
    crypto.addProperty("ciphertext", HEX.formatHex(encrypted));
    crypto.addProperty("kdf", "scrypt");
    crypto.add("kdfparams", scrypt);
    crypto.addProperty("mac", HEX.formatHex(mac));
    JsonObject root = new JsonObject();
    root.addProperty(
        "address", Hex.encode(key.address().toArray()).substring(2).toLowerCase(Locale.ROOT));
    root.add("crypto", crypto);
    root.addProperty("id", UUID.nameUUIDFromBytes(id).toString());
    root.addProperty("version", 3);
    return root.toString();
  }

  /// Opens what [#encrypt] or another wallet made.
  public static PrivateKey decrypt(String json, Passphrase passphrase) {
    JsonObject root = object(json);
    requireValue(root, "version", "3");
    JsonObject crypto = child(root, root.has("crypto") ? "crypto" : "Crypto");
    requireValue(crypto, "cipher", "aes-128-ctr");
    requireValue(crypto, "kdf", "scrypt");
    JsonObject scrypt = child(crypto, "kdfparams");
    requireValue(scrypt, "dklen", Integer.toString(KEY_BYTES));
    ScryptCost cost = new ScryptCost(number(scrypt, "n"), number(scrypt, "r"), number(scrypt, "p"));
    byte[] encrypted = bytes(crypto, "ciphertext", KEY_BYTES);
    byte[] iv = bytes(child(crypto, "cipherparams"), "iv", 16);
    byte[] mac = bytes(crypto, "mac", 32);
    byte[] derived = derive(passphrase, Hex.decode(text(scrypt, "salt")), cost);
    try {
      if (!MessageDigest.isEqual(mac, mac(derived, encrypted))) {
        throw new KeystoreException(
            "The keystore does not open: the passphrase or key file is wrong, or the file is damaged.");
      }
      return PrivateKey.of(Bytes32.of(cipher(Cipher.DECRYPT_MODE, derived, iv, encrypted)));
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /// Writes a new keystore file, readable to its owner only; never overwrites one.
  public static void write(
      Path file, PrivateKey key, Passphrase passphrase, ScryptCost cost, SecureRandom random)
      throws IOException {
    OwnerOnlyFile.create(
        file, encrypt(key, passphrase, cost, random).getBytes(StandardCharsets.UTF_8));
  }

  public static PrivateKey read(Path file, Passphrase passphrase) throws IOException {
    if (Files.size(file) > FILE_SIZE_MAX) {
      throw new KeystoreException(file + " is larger than any keystore. Is it the right file?");
    }
    try {
      return decrypt(Files.readString(file), passphrase);
    } catch (KeystoreException unreadable) {
      throw new KeystoreException(file + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private static byte[] derive(Passphrase passphrase, byte[] salt, ScryptCost cost) {
    byte[] secret = passphrase.utf8();
    try {
      return SCrypt.generate(secret, salt, cost.n(), cost.r(), cost.p(), KEY_BYTES);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] cipher(int mode, byte[] derived, byte[] iv, byte[] content) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(content);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("Every Java platform has AES in counter mode.", impossible);
    }
  }

  private static byte[] mac(byte[] derived, byte[] encrypted) {
    return Keccak256.hash(Arrays.copyOfRange(derived, 16, 32), encrypted).toArray();
  }

  private static JsonObject object(String json) {
    try {
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException malformed) {
      throw new KeystoreException("Not a keystore: it is no JSON object.", malformed);
    }
  }

  private static JsonElement field(JsonObject from, String name) {
    JsonElement value = from.get(name);
    if (value == null || value.isJsonNull()) {
      throw new KeystoreException("Not a keystore of version 3: field '" + name + "' is missing.");
    }
    return value;
  }

  private static JsonObject child(JsonObject from, String name) {
    JsonElement value = field(from, name);
    if (!value.isJsonObject()) {
      throw new KeystoreException("The keystore's field '" + name + "' is no object.");
    }
    return value.getAsJsonObject();
  }

  private static String text(JsonObject from, String name) {
    JsonElement value = field(from, name);
    if (!value.isJsonPrimitive()) {
      throw new KeystoreException("The keystore's field '" + name + "' is no plain value.");
    }
    return value.getAsString();
  }

  private static int number(JsonObject from, String name) {
    try {
      return Integer.parseInt(text(from, name));
    } catch (NumberFormatException notANumber) {
      throw new KeystoreException("The keystore's field '" + name + "' is no number.", notANumber);
    }
  }

  private static byte[] bytes(JsonObject from, String name, int size) {
    byte[] value = Hex.decode(text(from, name));
    if (value.length != size) {
      throw new KeystoreException(
          "The keystore's field '" + name + "' has " + value.length + " bytes, not " + size + ".");
    }
    return value;
  }

  private static void requireValue(JsonObject from, String name, String supported) {
    String value = text(from, name);
    if (!value.equals(supported)) {
      throw new KeystoreException(
          "The keystore's "
              + name
              + " is '"
              + value
              + "', but only '"
              + supported
              + "' is supported. Export the key again from its wallet as version 3 with scrypt.");
    }
  }
}
