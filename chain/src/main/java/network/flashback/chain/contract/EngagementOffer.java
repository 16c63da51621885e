package network.flashback.chain.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.flashback.chain.contract.EngagementTerms.Milestone;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A service provider's word on one engagement, as it goes to the consumer in a file.
///
/// @param expiry last unix second at which it can be opened
/// @param nonce the provider's, as the contract counts it
/// @param signature of the provider's node key
public record EngagementOffer(EngagementTerms terms, long expiry, long nonce, Bytes signature) {
  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is no offer
  public static EngagementOffer read(Path file) throws IOException {
    return SigningFile.read(
        file,
        "offer of a service",
        "Name the file that the provider's 'flashback service offer' wrote.",
        fields ->
            new EngagementOffer(
                new EngagementTerms(
                    Address.parse(fields.text("consumer")),
                    fields.integer("provider", 64).longValueExact(),
                    fields.integer("kind", 8).intValueExact(),
                    fields.integer("market", 16).intValueExact(),
                    fields.list("milestones", EngagementOffer::milestone),
                    Bytes32.fromHex(fields.text("statementHash")),
                    Bytes32.fromHex(fields.text("salt")).toInteger()),
                fields.integer("expiry", 40).longValueExact(),
                fields.number("nonce"),
                Bytes.fromHex(fields.text("signature"))));
  }

  private static Milestone milestone(SigningFile fields) {
    return new Milestone(
        fields.integer("amount", 96),
        fields.integer("deliverBy", 40).longValueExact(),
        fields.number("acceptSeconds"));
  }

  public void write(Path file) throws IOException {
    var json = SigningFile.empty();
    json.put("consumer", terms.consumer().toString());
    json.put("provider", Long.toUnsignedString(terms.providerId()));
    json.put("kind", Integer.toString(terms.kind()));
    json.put("market", Integer.toString(terms.market()));
    var milestones = json.putArray("milestones");
    for (var each : terms.milestones()) {
      milestones
          .addObject()
          .put("amount", each.amount().toString())
          .put("deliverBy", Long.toString(each.deliverBy()))
          .put("acceptSeconds", Long.toString(each.acceptSeconds()));
    }
    json.put("statementHash", terms.statementHash().toString());
    json.put("salt", Bytes32.of(terms.salt()).toString());
    json.put("expiry", Long.toString(expiry));
    json.put("nonce", Long.toString(nonce));
    json.put("signature", signature.toString());
    SigningFile.write(file, json);
  }

  List<Object> encode() {
    return List.of(expiry, nonce, signature);
  }
}
