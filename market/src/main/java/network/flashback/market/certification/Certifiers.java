package network.flashback.market.certification;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.CertificateEntry;
import org.jdbi.v3.core.result.RowView;

/// Certifiers with the keys that documents are sealed for. Who is one, the Registry says.
public final class Certifiers {
  private final Database database;
  private final Contracts contracts;
  private final InstantSource clock;

  public Certifiers(Database database, Contracts contracts, InstantSource clock) {
    this.database = database;
    this.contracts = contracts;
    this.clock = clock;
  }

  /// Sets the key of a certifier. What was sealed for the one before stays sealed for that.
  ///
  /// @param wallet who asks
  public CertifierEntry set(Address wallet, SealingKeyRequest request) {
    var scopes = requireCertifier(wallet);
    var message = SealingKeyRequest.message(contracts.chain().id(), wallet, request.sealingKey());
    requireSigned(wallet, message, request.signature(), "the key");
    if (request.sealingKey().isZero()) {
      throw new Refused("sealingKey", "is zero", "publish one with `flashback certifier key`");
    }
    long now = clock.instant().getEpochSecond();
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO certifier_key (wallet, public_key, signature, set_at)
                    VALUES (:wallet, :key, :signature, :now)
                    ON CONFLICT (wallet) DO UPDATE
                    SET public_key = :key, signature = :signature, set_at = :now""")
                .bind("wallet", wallet.toString())
                .bind("key", request.sealingKey().toString())
                .bind("signature", request.signature().toString())
                .bind("now", now)
                .execute());
    return new CertifierEntry(
        wallet, CertificateEntry.scopesOf(scopes), request.sealingKey(), request.signature(), now);
  }

  /// All that take applications here and are certifiers now.
  public List<CertifierEntry> all() {
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT * FROM certifier_key ORDER BY wallet")
                    .reduceRows(
                        new ArrayList<CertifierEntry>(),
                        (found, row) -> {
                          found.add(entry(row));
                          return found;
                        }))
        .stream()
        .filter(entry -> !entry.scopes().isEmpty())
        .toList();
  }

  Optional<Bytes32> keyOf(Address wallet) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT public_key FROM certifier_key WHERE wallet = :wallet")
                .bind("wallet", wallet.toString())
                .mapTo(String.class)
                .findOne()
                .map(Bytes32::fromHex));
  }

  int scopesOf(Address wallet) {
    return contracts.certificates().certifierScopesOf(wallet);
  }

  /// The scopes of whoever asks as a certifier.
  int requireCertifier(Address wallet) {
    int scopes = scopesOf(wallet);
    if (scopes == 0) {
      throw new MarketException(
          MarketError.FORBIDDEN,
          "The wallet " + wallet + " is no certifier in the register.",
          "A vote of FLASH names certifiers (Registry.setCertifier); sign in with a named wallet.");
    }
    return scopes;
  }

  static void requireSigned(Address signer, PersonalMessage message, Bytes signature, String what) {
    if (!isSigned(signer, message, signature)) {
      throw new MarketException(
          MarketError.SIGNATURE_INVALID,
          "The signature of %s is not that of %s.".formatted(what, signer),
          "Sign this text with that wallet (EIP-191): " + message.text().replace('\n', ' ') + ".");
    }
  }

  private static boolean isSigned(Address signer, PersonalMessage message, Bytes signature) {
    try {
      return Signature.parse(signature).isBy(signer, message.digest());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private CertifierEntry entry(RowView row) {
    var wallet = Address.parse(row.getColumn("wallet", String.class));
    return new CertifierEntry(
        wallet,
        CertificateEntry.scopesOf(scopesOf(wallet)),
        Bytes32.fromHex(row.getColumn("public_key", String.class)),
        Bytes.fromHex(row.getColumn("signature", String.class)),
        row.getColumn("set_at", Long.class));
  }
}
