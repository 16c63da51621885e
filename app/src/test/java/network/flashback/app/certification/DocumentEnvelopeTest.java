package network.flashback.app.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Bytes;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.seal.SealedBox;
import network.flashback.evm.seal.SealingKey;
import network.flashback.evm.seal.UnsealingException;
import network.flashback.market.certification.Manifest;
import org.junit.jupiter.api.Test;

final class DocumentEnvelopeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final SealingKey key = SealingKey.from(PrivateKey.generate(RANDOM));
  private final Bytes content = Bytes.fromHex("0x255044462d312e37");

  @Test
  void aDocumentComesBackWithItsNameForTheSameApplicantAndKindAlone() throws Exception {
    var sealed =
        new DocumentEnvelope("pass.pdf", content)
            .seal(key.publicKey(), 7, DocumentKind.IDENTITY, RANDOM);

    assertThat(DocumentEnvelope.open(key, 7, DocumentKind.IDENTITY, sealed))
        .isEqualTo(new DocumentEnvelope("pass.pdf", content));
    assertThatThrownBy(() -> DocumentEnvelope.open(key, 8, DocumentKind.IDENTITY, sealed))
        .isInstanceOf(UnsealingException.class);
    assertThatThrownBy(() -> DocumentEnvelope.open(key, 7, DocumentKind.LOCATION, sealed))
        .isInstanceOf(UnsealingException.class);
  }

  @Test
  void aNameNeverLeavesItsFolder() {
    assertThat(new DocumentEnvelope("../../etc/passwd", content).safeName()).isEqualTo("passwd");
    assertThat(new DocumentEnvelope("..", content).safeName()).doesNotStartWith(".");
    assertThat(new DocumentEnvelope("a b\n.pdf", content).safeName()).isEqualTo("a_b_.pdf");
    assertThat(new DocumentEnvelope("C:\\x\\.hidden", content).safeName()).doesNotStartWith(".");
  }

  @Test
  void whatAnotherProgramSealedIsNoDocument() {
    for (var plain : new String[] {"0x", "0x0000", "0x0009ff", "0xffff00"}) {
      var sealed =
          SealedBox.seal(
              key.publicKey(),
              Manifest.PURPOSE,
              Manifest.bound(7, DocumentKind.IDENTITY),
              Bytes.fromHex(plain),
              RANDOM);
      assertThatThrownBy(() -> DocumentEnvelope.open(key, 7, DocumentKind.IDENTITY, sealed))
          .isInstanceOf(MalformedDocumentException.class);
    }
  }
}
