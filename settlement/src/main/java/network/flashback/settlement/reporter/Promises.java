package network.flashback.settlement.reporter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What agreements promise, as far as this reporter has the documents. The chain holds their
/// hashes, so that whoever gave one cannot have changed it; and one that was had once is kept for
/// good.
final class Promises {
  private static final Logger LOG = LoggerFactory.getLogger(Promises.class);
  private static final Bytes32 USUAL = QualityPromise.USUAL.hash();

  private final ReporterChain chain;
  private final Published documents;

  /// @param directory keeps the documents; made when absent
  Promises(Path directory, ReporterChain chain) throws IOException {
    this.chain = chain;
    this.documents = new Published(directory);
  }

  Published documents() {
    return documents;
  }

  /// The hash of a document that is still to be had; empty where there is none or it is here.
  ///
  /// @throws ChainException when the chain cannot be asked
  Optional<Bytes32> missing(AgreementId id) throws IOException {
    var hash = chain.promiseOf(id).filter(promised -> !promised.equals(USUAL));
    return hash.isPresent() && documents.find(hash.get(), QualityPromise.BYTES_MAX).isEmpty()
        ? hash
        : Optional.empty();
  }

  /// Those of these agreements that promise something of their own, and whose documents are here.
  SortedMap<AgreementId, QualityTarget> of(Collection<AgreementId> agreements) throws IOException {
    var promises = new TreeMap<AgreementId, QualityTarget>();
    try {
      for (AgreementId id : agreements) {
        var promise = of(id).filter(own -> !own.equals(QualityPromise.USUAL));
        promise.ifPresent(own -> promises.put(id, own.target()));
      }
    } catch (ChainException unreachable) {
      // Each question more would wait for it again. The others tell the promises as well, and one
      // of
      // them suffices.
      LOG.warn("Promises are left out: {}", unreachable.getMessage());
    }
    return promises;
  }

  private Optional<QualityPromise> of(AgreementId id) throws IOException {
    var hash = chain.promiseOf(id);
    var document =
        hash.isEmpty()
            ? Optional.<Bytes>empty()
            : documents.find(hash.get(), QualityPromise.BYTES_MAX);
    return document.flatMap(bytes -> QualityPromise.of(bytes, hash.orElseThrow()));
  }

  /// Whether the chain has the hash of this promise for this agreement.
  ///
  /// @throws ChainException when the chain cannot be asked
  boolean isMade(AgreementId id, QualityTarget promise) {
    return chain.promiseOf(id).filter(new QualityPromise(promise).hash()::equals).isPresent();
  }
}
