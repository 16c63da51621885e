package network.flashback.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate for this machine, made by Java's keytool, with its key: two PEM files.
public record MadeCertificate(Path certificate, Path key, X509Certificate shown) {
  private static final char[] PASSWORD = "only-in-this-folder".toCharArray();
  private static final String NAMES = "SAN=dns:localhost,ip:127.0.0.1";

  /// One that is signed by itself.
  ///
  /// @param keyKind RSA, EC or Ed25519
  public static MadeCertificate signedByItself(Path folder, String name, String keyKind)
      throws Exception {
    generate(folder, name, keyKind, "-ext", NAMES);
    return written(folder, name);
  }

  /// One of an authority that only its own file tells of: `authority.crt` beside it.
  public static MadeCertificate signedByAnAuthority(Path folder, String name) throws Exception {
    generate(folder, "authority", "EC", "-ext", "bc:c");
    generate(folder, name, "EC");
    var request = folder.resolve(name + ".csr").toString();
    var signed = folder.resolve(name + ".signed").toString();
    var authority = written(folder, "authority").certificate().toString();
    keytool(folder, name, "-certreq", "-alias", name, "-file", request);
    keytool(
        folder,
        "authority",
        "-gencert",
        "-alias",
        "authority",
        "-ext",
        NAMES,
        "-rfc",
        "-infile",
        request,
        "-outfile",
        signed);
    keytool(folder, name, "-importcert", "-noprompt", "-alias", "authority", "-file", authority);
    keytool(folder, name, "-importcert", "-noprompt", "-alias", name, "-file", signed);
    return written(folder, name);
  }

  /// For a server.
  public Tls tls() throws IOException {
    return Tls.of(certificate, key);
  }

  private static void generate(Path folder, String name, String keyKind, String... more)
      throws Exception {
    var words =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                keyKind,
                "-dname",
                "CN=" + name,
                "-validity",
                "2"));
    words.addAll(List.of(more));
    keytool(folder, name, words.toArray(String[]::new));
  }

  private static void keytool(Path folder, String store, String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(
        List.of(
            "-storetype",
            "PKCS12",
            "-keystore",
            folder.resolve(store + ".p12").toString(),
            "-storepass",
            new String(PASSWORD)));
    var made = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(made.getInputStream().readAllBytes(), US_ASCII);
    if (made.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static MadeCertificate written(Path folder, String name) throws Exception {
    var keys = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
    var certificate = (X509Certificate) keys.getCertificate(name);
    return new MadeCertificate(
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded()),
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()),
        certificate);
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
  }
}
