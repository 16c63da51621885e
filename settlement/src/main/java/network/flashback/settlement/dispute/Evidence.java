package network.flashback.settlement.dispute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What one side of a dispute shows the panel: its own records, and where the chain says the same.
///
/// It is written in one way only: no spaces, fields in this order, hexadecimal in lower case,
/// amounts as decimal strings of token units. The chain holds keccak-256 of the signed document.
///
/// @param arbitration contract that the dispute is held at, so that it counts nowhere else
/// @param author who signs it
/// @param second unix time of the block at which it was drawn up
/// @param traces in the order of the chain
public record Evidence(
    long chainId,
    Address arbitration,
    BigInteger disputeId,
    Dispute dispute,
    Address author,
    long second,
    Records records,
    List<Trace> traces) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// An event on the chain that anybody can look up.
  public record Trace(String event, long block, Bytes32 transaction) {}

  public Evidence {
    traces = List.copyOf(traces);
  }

  /// The document with its author's signature: what is published, and what is hashed.
  public Bytes signedBy(Wallet wallet) {
    var signed = JSON.createObjectNode();
    signed.set("evidence", json());
    signed.put("signature", wallet.sign(digest(bytes(json()))).toBytes().toString());
    return bytes(signed);
  }

  /// Who signed a published document.
  ///
  /// @throws IOException when it is none in its one form, or its author did not sign it
  public static Address authorOf(Bytes document) throws IOException {
    try {
      var signed = JSON.readTree(document.toArray());
      var author = Address.parse(signed.path("evidence").path("author").asText());
      var signature = Signature.parse(Bytes.fromHex(signed.path("signature").asText()));
      boolean canonical = signed instanceof ObjectNode whole && bytes(whole).equals(document);
      if (canonical && signature.isBy(author, digest(bytes(signed.path("evidence"))))) {
        return author;
      }
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      throw new IOException("This is no evidence: " + malformed.getMessage(), malformed);
    }
    throw new IOException("The evidence is not signed by its author, or not in its one form.");
  }

  private static Bytes32 digest(Bytes evidence) {
    return new PersonalMessage("flashback evidence " + evidence.keccak256()).digest();
  }

  private ObjectNode json() {
    var node = JSON.createObjectNode();
    node.put("chainId", chainId);
    node.put("arbitration", arbitration.toString());
    node.put("disputeId", disputeId.toString());
    node.put("agreementId", dispute.agreementId().toString());
    node.put("fromEpoch", dispute.fromEpoch());
    node.put("toEpoch", dispute.toEpoch());
    node.put("amount", dispute.amount().toString());
    node.put("author", author.toString());
    node.put("at", second);
    records
        .revision()
        .ifPresent(
            both ->
                node.putObject("revision")
                    .put("root", both.root().toString())
                    .put("leaves", both.leaves())
                    .put("sequence", both.sequence())
                    .put("treeHash", both.treeHash().code())
                    .put("consumer", both.consumer().toBytes().toString())
                    .put("provider", both.provider().toBytes().toString()));
    var egress = records.egress();
    var paid = node.putObject("egress");
    paid.put("servedBytes", egress.servedBytes());
    paid.put("promised", egress.promised().toString());
    paid.put("promisedBytes", egress.promisedBytes());
    egress.voucher().ifPresent(signature -> paid.put("voucher", signature.toBytes().toString()));
    var found = node.putArray("chain");
    for (var trace : traces) {
      found
          .addObject()
          .put("event", trace.event())
          .put("block", trace.block())
          .put("transaction", trace.transaction().toString());
    }
    return node;
  }

  private static Bytes bytes(JsonNode node) {
    return Bytes.of(node.toString().getBytes(StandardCharsets.UTF_8));
  }
}
