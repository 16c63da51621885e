package network.flashback.market.listing;

import java.math.BigInteger;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// An offer in the listing.
@Meaning("A live offer.")
public record OfferEntry(
    @Meaning("EIP-712 digest of the offer.") Bytes32 hash,
    long providerId,
    @Meaning(value = "Share of an SLA that it serves.", name = "class") StorageClass storageClass,
    @Meaning("Where the bytes lie.") String region,
    @Meaning("One GiB for 730 hours, token units, rounded down.") BigInteger pricePerGibMonth,
    @Meaning("One GiB served, token units.") BigInteger egressPerGib,
    @Meaning("Bytes for sale, all agreements together.") BigInteger capacityBytes,
    @Meaning("Unix second after which nobody may fill it.") long expiry,
    QualityTarget quality,
    OfferTerms offer,
    Bytes signature) {}
