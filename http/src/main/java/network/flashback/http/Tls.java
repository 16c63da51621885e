package network.flashback.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that a server shows, and its key: TLS 1.3 and 1.2, by the JDK. Both files are
/// read again when they change, so that a renewal needs no restart; where the new ones are wrong,
/// the old ones stay in use and the log says why.
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final byte[] PROOF = "flashback".getBytes(StandardCharsets.US_ASCII);
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private final Path certificate;
  private final Path key;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_EVERY.toNanos());
  private volatile Identity identity;

  private Tls(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.identity = read();
  }

  /// What the two files held when they had these times.
  private record Identity(
      SslContext context, X509Certificate own, FileTime certificateAt, FileTime keyAt) {
    Instant expires() {
      return own.getNotAfter().toInstant();
    }
  }

  /// Reads a certificate with its chain, its own first, and its key.
  ///
  /// @param certificate PEM (RFC 7468)
  /// @param key PEM, PKCS#8 without a passphrase: RSA, EC or Ed25519
  /// @throws IOException when one cannot be read or they do not belong together; says which
  public static Tls of(Path certificate, Path key) throws IOException {
    return new Tls(certificate, key);
  }

  /// When the certificate in use ends.
  public Instant expires() {
    return identity.expires();
  }

  /// For a client on the same machine, which has no name to ask by: believes the certificate in use
  /// and no other, whatever names it is for.
  public SSLContext itself() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OneCertificate(identity.own)}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// For a new connection.
  SslContext context() {
    long now = System.nanoTime();
    long due = nextLook.get();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_EVERY.toNanos())) {
      look();
    }
    return identity.context;
  }

  /// Reads the files again if they have changed.
  void look() {
    var known = identity;
    try {
      if (!Files.getLastModifiedTime(certificate).equals(known.certificateAt)
          || !Files.getLastModifiedTime(key).equals(known.keyAt)) {
        identity = read();
        LOG.info("{} is in use now; it ends {}", certificate, identity.expires());
      }
    } catch (IOException e) {
      LOG.warn("The old certificate stays in use until {}: {}", known.expires(), e.getMessage());
    }
  }

  private Identity read() throws IOException {
    for (var file : List.of(certificate, key)) {
      if (!Files.isReadable(file)) {
        throw new IOException(
            file + " cannot be read: there is no such file, or it is another user's");
      }
    }
    var certificateAt = Files.getLastModifiedTime(certificate);
    var keyAt = Files.getLastModifiedTime(key);
    var chain = chain();
    var own = chain.getFirst();
    var secret = secret(own.getPublicKey());
    requirePair(secret, own);
    var context =
        SslContextBuilder.forServer(secret, chain.toArray(X509Certificate[]::new))
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .build();
    return new Identity(context, own, certificateAt, keyAt);
  }

  private List<X509Certificate> chain() throws IOException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(certificate)));
      if (!found.isEmpty()) {
        return found.stream().map(X509Certificate.class::cast).toList();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          certificate + " holds no certificate in PEM form: " + e.getMessage(), e);
    }
    throw new IOException(certificate + " holds no certificate in PEM form");
  }

  private PrivateKey secret(PublicKey open) throws IOException {
    var text = new String(bytes(key), StandardCharsets.US_ASCII);
    int begin = text.indexOf(KEY_BEGIN);
    int end = text.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          key
              + " holds no key as PKCS#8 without a passphrase: convert it with"
              + " 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'");
    }
    try {
      var encoded =
          Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end).strip());
      return KeyFactory.getInstance(open.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The reason may show bytes of the key.
      throw new IOException(
          "%s holds no %s key, which the certificate %s needs"
              .formatted(key, open.getAlgorithm(), certificate));
    }
  }

  private void requirePair(PrivateKey secret, X509Certificate own) throws IOException {
    var algorithm =
        switch (own.getPublicKey().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> own.getPublicKey().getAlgorithm();
        };
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(PROOF);
      var signed = signature.sign();
      signature.initVerify(own);
      signature.update(PROOF);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s and %s do not belong together: %s".formatted(certificate, key, e.getMessage()), e);
    }
    throw new IOException("%s does not belong to the certificate %s".formatted(key, certificate));
  }

  private static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > FILE_BYTES_MAX) {
      throw new IOException(
          "%s has %d bytes, too many for a certificate or key".formatted(file, size));
    }
    return Files.readAllBytes(file);
  }
}
