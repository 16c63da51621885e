package network.flashback.market.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Offer;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonReader;
import org.jdbi.v3.core.statement.StatementContext;

/// An offer that was checked and stored.
///
/// @param hash EIP-712 digest
public record ListedOffer(Bytes32 hash, OfferSubmission submission) {
  static ListedOffer of(ResultSet row, StatementContext context) throws SQLException {
    return new ListedOffer(
        Bytes32.fromHex(row.getString("hash")),
        JsonReader.read(OfferSubmission.class, JsonReader.tree(row.getString("signed"))));
  }

  public OfferTerms terms() {
    return submission.offer();
  }

  /// The terms as the domain knows them; refuses what the chain could not hold.
  public static Offer domain(OfferTerms terms, Token token) {
    return new Offer(
        terms.providerId(),
        terms.market(),
        new Rate(token, terms.ratePerGib()),
        new TokenAmount(token, terms.egressPerGib()),
        new ByteCount(terms.capacityBytes()),
        new ByteCount(terms.minimumBytes()),
        terms.minimumSeconds(),
        terms.maximumSeconds(),
        terms.collateralSeconds(),
        storageClass(terms),
        RegionWord.region(terms.region()),
        terms.expiry(),
        terms.nonce(),
        terms.salt());
  }

  OfferEntry entry(Token token) {
    var offer = domain(terms(), token);
    return new OfferEntry(
        hash,
        offer.providerId(),
        offer.storageClass(),
        offer.region().name(),
        offer.ratePerGib().toGibMonth().units(),
        offer.egressPerGib().units(),
        java.math.BigInteger.valueOf(offer.capacity().bytes()),
        offer.expiry(),
        submission.quality(),
        terms(),
        submission.signature());
  }

  private static StorageClass storageClass(OfferTerms terms) {
    return StorageClass.ofCode(terms.offerClass())
        .orElseThrow(
            () ->
                new Refused(
                    "offerClass",
                    "is " + terms.offerClass(),
                    "use 0 FAST, 1 DECENTRALIZED or 2 ARCHIVE"));
  }
}
