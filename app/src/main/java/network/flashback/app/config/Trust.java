package network.flashback.app.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whose certificates this process believes: those of the authorities that Java knows, and of the
/// ones that a file names beside them.
///
/// It is one set for the whole process. Whoever calls nodes, reporters, platform or chain takes
/// Java's default, so that no client can be forgotten; it has to be set before the first of them.
public final class Trust {
  /// Names the file for commands that have no configuration.
  public static final String VARIABLE = "FLASHBACK_TRUST";

  private static final long FILE_BYTES_MAX = 4 << 20;

  private Trust() {}

  /// Believes the authorities of `http.tls.trust` from now on, if it names a file.
  ///
  /// @throws ConfigurationException when that holds none, with the reason
  public static void install(Configuration config) {
    if (!config.isEmpty(ConfigurationKey.HTTP_TLS_TRUST)) {
      install(config.path(ConfigurationKey.HTTP_TLS_TRUST));
    }
  }

  /// Believes the authorities of that PEM file from now on.
  ///
  /// @throws ConfigurationException when it holds none, with the reason
  public static void install(Path file) {
    try {
      SSLContext.setDefault(context(file));
    } catch (IOException e) {
      throw new ConfigurationException("Nobody else is believed: " + e.getMessage() + ".", e);
    }
  }

  /// For clients that believe the authorities of a PEM file and those that Java knows.
  public static SSLContext context(Path file) throws IOException {
    try {
      var known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      int count = 0;
      for (var authority : publicOnes()) {
        known.setCertificateEntry("public " + count++, authority);
      }
      for (var authority : read(file)) {
        known.setCertificateEntry("own " + count++, authority);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static X509Certificate[] publicOnes() throws GeneralSecurityException {
    var standard = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    standard.init((KeyStore) null);
    for (var manager : standard.getTrustManagers()) {
      if (manager instanceof X509TrustManager authorities) {
        return authorities.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static Collection<? extends Certificate> read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          file + " cannot be read: there is no such file, or it is another user's");
    }
    long size = Files.size(file);
    if (size > FILE_BYTES_MAX) {
      throw new IOException("%s has %d bytes, too many for certificates".formatted(file, size));
    }
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate in PEM form: " + e.getMessage(), e);
    }
    throw new IOException(file + " holds no certificate in PEM form");
  }
}
