package network.flashback.market.certification;

import java.time.InstantSource;
import java.util.Optional;
import network.flashback.domain.Refused;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.RegisterIndex;
import org.jspecify.annotations.Nullable;

/// Texts that certificates name by hash. Anyone may bring one: only the text that was meant has the
/// right hash, so that nobody needs to be asked who they are.
public final class EvidenceBook {
  private final Database database;
  private final RegisterIndex register;
  private final Applications applications;
  private final InstantSource clock;

  public EvidenceBook(
      Database database, RegisterIndex register, Applications applications, InstantSource clock) {
    this.database = database;
    this.register = register;
    this.applications = applications;
    this.clock = clock;
  }

  /// Keeps a text; one that is the evidence of an application's certificate certifies it here.
  ///
  /// @throws Refused when nothing names it
  public EvidenceText keep(EvidenceText text) {
    var hash = text.hash();
    var named = register.naming(hash);
    if (named.isEmpty() && !isNamedByEvidence(hash)) {
      throw new Refused(
          "document",
          "has the hash " + hash + ", which no certificate names",
          "send the text byte for byte; what was just sent to the chain may need a block");
    }
    var evidence = named.isEmpty() ? Optional.<Evidence>empty() : Evidence.read(text.document());
    database.change(
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO evidence (hash, document, names, kept_at)
                  VALUES (:hash, :document, :names, :now) ON CONFLICT DO NOTHING""")
              .bind("hash", hash.toString())
              .bind("document", text.document())
              .bind("names", samples(evidence))
              .bind("now", clock.instant().getEpochSecond())
              .execute();
          evidence.ifPresent(
              found -> applications.certified(handle, found, hash, named.orElseThrow()));
        });
    return text;
  }

  public Optional<EvidenceText> text(Bytes32 hash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT document FROM evidence WHERE hash = :hash")
                .bind("hash", hash.toString())
                .mapTo(String.class)
                .findOne()
                .map(EvidenceText::new));
  }

  private static @Nullable String samples(Optional<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return null;
    }
    var measured = evidence.get().measured();
    return measured == null ? null : measured.samples().toString();
  }

  private boolean isNamedByEvidence(Bytes32 hash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM evidence WHERE names = :hash)")
                .bind("hash", hash.toString())
                .mapTo(Boolean.class)
                .one());
  }
}
