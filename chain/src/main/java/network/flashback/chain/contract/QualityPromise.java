package network.flashback.chain.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// The quality that an offer promises, as the document whose hash the offer carries: JSON with its
/// members sorted by name and no white space (RFC 8785), so that there is one text for one promise.
public record QualityPromise(QualityTarget target) {
  /// Where a node shows what it promised, below its endpoint; the document's hash follows.
  public static final String PATH = "/.well-known/flashback/promises/";

  /// No document is longer.
  public static final int BYTES_MAX = 256;

  /// What counts where nothing else was promised, or the promise cannot be had.
  public static final QualityPromise USUAL = new QualityPromise(QualityTarget.usual());

  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"errorBpsMax\":([0-9]{1,10}),\"latencyMillisMax\":([0-9]{1,10}),\"throughputKibMin\":([0-9]{1,10}),\"uptimeBps\":([0-9]{1,10})}");

  /// The document.
  public Bytes document() {
    var text =
        "{\"errorBpsMax\":%d,\"latencyMillisMax\":%d,\"throughputKibMin\":%d,\"uptimeBps\":%d}"
            .formatted(
                target.errorBpsMax(),
                target.latencyMillisMax(),
                target.throughputKibMin(),
                target.uptimeBps());
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Keccak-256 of the document: `Offer.qualityHash`.
  public Bytes32 hash() {
    return document().keccak256();
  }

  /// The promise behind a hash, if this is its document.
  ///
  /// @return empty when the document has another hash, another form, or promises nonsense
  public static Optional<QualityPromise> of(Bytes document, Bytes32 hash) {
    if (document.size() > BYTES_MAX || !document.keccak256().equals(hash)) {
      return Optional.empty();
    }
    var form = FORM.matcher(new String(document.toArray(), StandardCharsets.UTF_8));
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      var promise =
          new QualityPromise(
              new QualityTarget(
                  Integer.parseInt(form.group(4)),
                  Integer.parseInt(form.group(2)),
                  Integer.parseInt(form.group(3)),
                  Integer.parseInt(form.group(1))));
      return promise.document().equals(document) ? Optional.of(promise) : Optional.empty();
    } catch (NumberFormatException | Refused nonsense) {
      return Optional.empty();
    }
  }
}
