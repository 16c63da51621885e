package network.flashback.app.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import network.flashback.settlement.statement.Statement;

/// How the story ended: the last line of `flashback demo`. Amounts are token units as strings.
///
/// @param conserved from chain balances, see [Conservation]
/// @param verified from the statement's text, the chain and raw records, see
///   [network.flashback.settlement.verify.StatementVerifier]
/// @param killedProvider id of the provider whose node was killed
/// @param repairedBytes bytes of pieces rebuilt at its replacement
/// @param epochs epochs that passed in the story
public record StoryResult(
    long bytes,
    boolean sha256Match,
    Statement statement,
    boolean conserved,
    boolean verified,
    long killedProvider,
    long repairedBytes,
    int epochs,
    double seconds) {

  /// One line of JSON.
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bytes", bytes);
    json.put("sha256_match", sha256Match);
    json.put("deposited", statement.deposited().toString());
    json.put("gross", statement.gross().toString());
    var withdrawn = json.putObject("withdrawn");
    statement
        .withdrawn()
        .forEach((wallet, amount) -> withdrawn.put(wallet.toString(), amount.toString()));
    json.put("owed", statement.owed().toString());
    json.put("fees", statement.fees().toString());
    json.put("credits", statement.credits().toString());
    json.put("refunded", statement.refunded().toString());
    json.put("slashed", statement.slashed().total().toString());
    json.put("remaining", statement.remaining().toString());
    json.put("conserved", conserved);
    json.put("verified", verified);
    json.put("killed_provider", killedProvider);
    json.put("repaired_bytes", repairedBytes);
    json.put("epochs", epochs);
    json.put("seconds", Double.parseDouble(String.format(Locale.ROOT, "%.1f", seconds)));
    return json.toString();
  }

  /// Whether everything the story promises came true.
  public boolean good() {
    return sha256Match && conserved && verified && statement.remaining().signum() == 0;
  }
}
