package network.flashback.settlement.reporter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.PossessionProof;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitPath;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.reporter.ReporterChain.Commitment;

/// A node's answer to the question for one leaf of a unit.
///
/// @param sequence of the revision it is proven against
/// @param at unix second of the node's clock
/// @param signature of the node, under what it showed
record LeafProof(
    Bytes leaf,
    List<Bytes32> piecePath,
    UnitPath unitPath,
    long sequence,
    long at,
    Signature signature) {
  /// A valid answer has at most some 8 KiB.
  static final int BYTES_MAX = 32 * 1024;

  private static final int PATH_MAX = 62;
  private static final ObjectMapper JSON = new ObjectMapper();

  LeafProof {
    piecePath = List.copyOf(piecePath);
  }

  /// @throws IOException when it is no such answer; the message says why
  static LeafProof parse(byte[] json) throws IOException {
    try {
      JsonNode node = JSON.readTree(json);
      BigInteger left = number(node, "unitPathLeft");
      var unitPath =
          new UnitPath(
              left.longValueExact(),
              number(node, "pieceLeaves").longValueExact(),
              number(node, "pieceIndex").longValueExact(),
              words(node, "unitPath"),
              numbers(node, "unitPathLeaves"));
      return new LeafProof(
          Bytes.fromHex(node.path("leaf").asText()),
          words(node, "piecePath"),
          unitPath,
          number(node, "sequence").longValueExact(),
          number(node, "at").longValueExact(),
          Signature.parse(Bytes.fromHex(node.path("signature").asText())));
    } catch (IOException | IllegalArgumentException | ArithmeticException malformed) {
      throw new IOException("no proof of a leaf: " + malformed.getMessage(), malformed);
    }
  }

  /// What is kept of the answer to a probe that carried this nonce.
  SignedAnswer answerTo(Bytes32 nonce) {
    return new SignedAnswer(sequence, leaf.keccak256(), nonce, at, signature);
  }

  /// Whether this is the unit's leaf of that index.
  boolean proves(long index, Commitment commitment) {
    return leaf.size() == TreeShape.LEAF_BYTES
        && piecePath.size() == TreeShape.heightFor(unitPath.pieceLeaves())
        && unitPath.proves(
            index, pieceRoot(commitment.treeHash()), commitment.root(), commitment.leaves());
  }

  private Bytes32 pieceRoot(TreeHash treeHash) {
    return new PossessionProof(unitPath.pieceIndex(), leaf, piecePath).rootBy(treeHash);
  }

  private static List<Bytes32> words(JsonNode node, String field) throws IOException {
    List<Bytes32> words = new ArrayList<>();
    for (JsonNode word : list(node, field)) {
      words.add(Bytes32.fromHex(word.asText()));
    }
    return words;
  }

  private static List<Long> numbers(JsonNode node, String field) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : list(node, field)) {
      numbers.add(new BigInteger(number.asText()).longValueExact());
    }
    return numbers;
  }

  private static JsonNode list(JsonNode node, String field) throws IOException {
    JsonNode list = node.path(field);
    if (!list.isArray() || list.size() > PATH_MAX) {
      throw new IOException("'" + field + "' is no list of at most " + PATH_MAX + " entries");
    }
    return list;
  }

  // Numbers beyond 2^53 are written as text.
  private static BigInteger number(JsonNode node, String field) throws IOException {
    String text = node.path(field).asText("");
    if (!text.matches("[0-9]{1,20}")) {
      throw new IOException("'" + field + "' is no number");
    }
    return new BigInteger(text);
  }
}
