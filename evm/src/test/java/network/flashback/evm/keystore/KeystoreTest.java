package network.flashback.evm.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeystoreTest {
  /// Made by foundry's cast 1.7.1 (`cast wallet import`), password "testpassword".
  private static final String EXAMPLE =
      """
      {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"2e7d772108569d88f85e72dfdcaff3b0"},
      "ciphertext":"320921b372ff78ed973b6011bdef736c391c743e3a14f16cb6e62077f62b7f82",
      "kdf":"scrypt","kdfparams":{"dklen":32,"n":8192,"p":1,"r":8,
      "salt":"c041edd95a8829ec1289b89209ea0c0af0227a3039875b292c58b51854bb3384"},
      "mac":"ca4f437cfd638193bbfa457b7b8b582b428a9ef035131fb9251a19e1367ce84e"},"id":"0f355108-fa08-4e29-ae06-8c3491428cba","version":3}
      """;

  private static final PrivateKey KEY =
      PrivateKey.fromHex("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

  private final SecureRandom random = new SecureRandom();
  @TempDir private Path directory;

  @Test
  void keystoreOfAnotherWalletOpens() {
    PrivateKey key = Keystore.decrypt(EXAMPLE, Passphrase.of("testpassword".toCharArray()));

    assertThat(key.exposeSecret())
        .hasToString("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
  }

  @Test
  void keyFileOpensWhatItClosedAndNothingShowsTheKey() throws IOException {
    Path file = directory.resolve("wallet.json");
    Path keyFile = directory.resolve("wallet.key");
    Passphrase made = Passphrase.createKeyFile(keyFile, random);
    Keystore.write(file, KEY, made, ScryptCost.LIGHT, random);

    assertThat(Keystore.read(file, Passphrase.fromKeyFile(keyFile)).address())
        .isEqualTo(KEY.address());
    assertThat(Files.readString(file))
        .doesNotContain("59c6995e998f97a5")
        .contains("70997970c51812dc3a010c7d01b50e0d17dc79c8");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
  }

  @Test
  void wrongPassphraseAndDamageAreToldApartFromNothingElse() {
    String json =
        Keystore.encrypt(KEY, Passphrase.of("right".toCharArray()), ScryptCost.LIGHT, random);

    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> Keystore.decrypt(json, Passphrase.of("wrong".toCharArray())))
        .withMessageContaining("passphrase or key file is wrong");
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> Keystore.decrypt("[1]", Passphrase.of("x".toCharArray())));
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(
            () ->
                Keystore.decrypt(
                    json.replace("\"scrypt\"", "\"pbkdf2\""), Passphrase.of("x".toCharArray())))
        .withMessageContaining("kdf is 'pbkdf2'");
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(
            () ->
                Keystore.decrypt(
                    json.replace("\"iv\"", "\"vi\""), Passphrase.of("x".toCharArray())))
        .withMessageContaining("'iv' is missing");
  }

  @Test
  void hostileScryptParametersAreRefusedBeforeTheyCostMemory() {
    String hostile = EXAMPLE.replace("\"r\":8", "\"r\":1000000");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keystore.decrypt(hostile, Passphrase.of("x".toCharArray())))
        .withMessageContaining("512 MiB");
  }

  @Test
  void keystoreIsNeverOverwritten() throws IOException {
    Path file = directory.resolve("wallet.json");
    Passphrase passphrase = Passphrase.of("secret".toCharArray());
    Keystore.write(file, KEY, passphrase, ScryptCost.LIGHT, random);

    assertThatIOException()
        .isThrownBy(() -> Keystore.write(file, KEY, passphrase, ScryptCost.LIGHT, random))
        .withMessageContaining("not overwritten");
  }

  @Test
  void keyFileThatOthersMayReadIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("open.key"), "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatIOException()
        .isThrownBy(() -> Passphrase.fromKeyFile(file))
        .withMessageContaining("chmod 600");
  }

  @Test
  void developmentKeysAreTheKnownOnesAndStayOnTheDevelopmentChain() {
    var keys = DevelopmentKeys.forChain(31_337);

    assertThat(keys.key(0).exposeSecret())
        .hasToString("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    assertThat(keys.key(1).address()).hasToString("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    assertThat(keys.key(2).address()).hasToString("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
    assertThat(keys.key(9).address()).hasToString("0xa0Ee7A142d267C1f36714E4a8F75612F20a79720");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DevelopmentKeys.forChain(1))
        .withMessageContaining("only on the development chain");
  }
}
