package network.flashback.market.listing;

import network.flashback.market.json.Meaning;

/// A provider's profile as it is sent: the very text whose hash the register holds.
@Meaning("A member's profile: the text whose Keccak-256 hash the register holds.")
public record ProfileSubmission(
    @Meaning(
            "UTF-8 text of a JSON object with name and, when wished, description and website; other members are left alone.")
        String document) {}
