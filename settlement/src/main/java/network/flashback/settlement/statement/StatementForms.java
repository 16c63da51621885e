package network.flashback.settlement.statement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.evm.Address;
import network.flashback.settlement.statement.Statement.Disputed;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Statement.Pool;
import network.flashback.settlement.statement.Statement.Slashed;

/// How statements are written: JSON for programs, with amounts as decimal strings of token units,
/// and text to print.
public final class StatementForms {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 26;

  private StatementForms() {}

  public static ObjectNode json(Statement statement) {
    ObjectNode root = JSON.createObjectNode();
    root.put("chainId", statement.chainId());
    root.put("orchestrator", statement.orchestrator().toString());
    root.put("slaId", statement.slaId().toString());
    root.put("state", statement.state().name());
    root.put("consumer", statement.consumer().toString());
    root.put("market", statement.market());
    root.put("token", statement.money().token().toString());
    root.put("symbol", statement.money().symbol());
    root.put("decimals", statement.money().decimals());
    root.put("block", statement.block());
    root.put("blockHash", statement.blockHash().toString());
    root.put("at", statement.at().getEpochSecond());
    root.put("deposited", statement.deposited().toString());
    root.put("gross", statement.gross().toString());
    root.put("credits", statement.credits().toString());
    root.put("refunded", statement.refunded().toString());
    root.put("remaining", statement.remaining().toString());
    amounts(root.putObject("withdrawn"), statement.withdrawn());
    root.put("fees", statement.fees().toString());
    root.put("owed", statement.owed().toString());
    root.put("exclusive", statement.exclusive());
    root.set("slashed", json(statement.slashed()));
    root.set("disputed", json(statement.disputed()));
    var agreements = root.putArray("agreements");
    statement.agreements().forEach(line -> agreements.add(json(line)));
    var pools = root.putArray("pools");
    statement.pools().forEach(pool -> pools.add(json(pool)));
    root.put("balanced", statement.balanced());
    var differences = root.putArray("differences");
    statement.differences().forEach(differences::add);
    return root;
  }

  private static ObjectNode json(Line line) {
    ObjectNode node = JSON.createObjectNode();
    node.put("agreementId", line.id().toString());
    node.put("providerId", line.providerId());
    node.put("state", line.state().name());
    node.put("deposited", line.deposited().toString());
    node.put("streamed", line.streamed().toString());
    node.put("egress", line.egress().toString());
    node.put("credits", line.credited().toString());
    node.put("refunded", line.refunded().toString());
    node.put("remaining", line.remaining().toString());
    node.set("slashed", json(line.slashed()));
    node.set("disputed", json(line.disputed()));
    TraceJson.write(node, line.trace());
    return node;
  }

  private static ObjectNode json(Disputed disputed) {
    ObjectNode node = JSON.createObjectNode();
    node.put("frozen", disputed.frozen().toString());
    node.put("toProvider", disputed.toProvider().toString());
    node.put("toConsumer", disputed.toConsumer().toString());
    return node;
  }

  private static ObjectNode json(Slashed slashed) {
    ObjectNode node = JSON.createObjectNode();
    node.put("total", slashed.total().toString());
    node.put("toConsumer", slashed.toConsumer().toString());
    node.put("toFund", slashed.toFund().toString());
    amounts(node.putObject("toProvers"), slashed.toProvers());
    return node;
  }

  private static ObjectNode json(Pool pool) {
    ObjectNode node = JSON.createObjectNode();
    node.put("providerId", pool.providerId());
    node.put("exclusive", pool.exclusive());
    node.put("gross", pool.gross().toString());
    amounts(node.putObject("withdrawn"), pool.withdrawn());
    node.put("fees", pool.fees().toString());
    node.put("owed", pool.owed().toString());
    return node;
  }

  private static void amounts(ObjectNode node, Map<Address, BigInteger> amounts) {
    amounts.forEach((wallet, amount) -> node.put(wallet.toString(), amount.toString()));
  }

  public static String text(Statement statement) {
    var text = new Text(statement.money());
    text.line("Statement of SLA " + statement.slaId());
    text.line(
        "%s, block %d, %s"
            .formatted(
                statement.state().name().toLowerCase(Locale.ROOT),
                statement.block(),
                statement.at()));
    text.line("");
    text.line("Consumer " + statement.consumer());
    text.amount("deposited", statement.deposited());
    text.amount("paid to providers", statement.gross());
    text.amount("credits for quality", statement.credits());
    text.amount("refunded", statement.refunded());
    text.amount("remaining", statement.remaining());
    text.amount("frozen by disputes", statement.disputed().frozen());
    text.amount("from slashed stake", statement.slashed().toConsumer());
    text.amount("by rulings", statement.disputed().toConsumer());
    for (Line line : statement.agreements()) {
      text.line("");
      text.line(
          "Agreement %s, provider %d, %s"
              .formatted(
                  line.id(), line.providerId(), line.state().name().toLowerCase(Locale.ROOT)));
      text.amount("pay for storage", line.streamed());
      text.amount("pay for egress", line.egress());
      text.amount("credits for quality", line.credited());
      text.amount("refunded", line.refunded());
      text.amount("remaining", line.remaining());
      text.amount("slashed", line.slashed().total());
      text.disputed(line.disputed());
      text.trace(line.trace());
    }
    for (Pool pool : statement.pools()) {
      text.line("");
      text.line(
          "Provider %d%s"
              .formatted(
                  pool.providerId(),
                  pool.exclusive() ? "" : " (all its agreements in this market, other SLAs' too)"));
      text.amount("earned", pool.gross());
      pool.withdrawn().forEach((wallet, sum) -> text.amount("to " + wallet, sum));
      text.amount("fees", pool.fees());
      text.amount("owed", pool.owed());
    }
    text.line("");
    text.line("Slashed stake");
    text.amount("to the consumer", statement.slashed().toConsumer());
    text.amount("to the community fund", statement.slashed().toFund());
    statement.slashed().toProvers().forEach((who, sum) -> text.amount("to prover " + who, sum));
    text.line("");
    text.line(statement.balanced() ? "Balanced to the unit." : "NOT BALANCED:");
    statement.differences().forEach(text::line);
    return text.toString();
  }

  /// Empty as long as nothing was shared.
  public static String text(Shares shares) {
    if (shares.isEmpty()) {
      return "";
    }
    var text = new Text(shares.money());
    text.line("Fees and seeds of the whole network");
    text.amount("fees to the community fund", shares.toFund());
    text.amount("fees for signers of roots", shares.toSigners());
    shares.claimed().forEach((who, sum) -> text.amount("to reporter " + who, sum));
    shares.repaid().forEach((who, sum) -> text.amount("for seeds " + who, sum));
    shares.fetched().forEach((who, sum) -> text.amount("fetched " + who, sum));
    return text.toString();
  }

  private static final class Text {
    private final StringBuilder text = new StringBuilder();
    private final Statement.Money money;

    Text(Statement.Money money) {
      this.money = money;
    }

    void line(String line) {
      text.append(line).append('\n');
    }

    void amount(String what, BigInteger units) {
      String amount = new BigDecimal(units, money.decimals()).toPlainString();
      String label = "  " + what + " ";
      line(
          label
              + ".".repeat(Math.max(2, WIDTH + 26 - label.length()))
              + " "
              + amount
              + " "
              + money.symbol());
    }

    /// Nothing where nothing was disputed.
    void disputed(Disputed disputed) {
      if (!disputed.equals(Disputed.NONE)) {
        amount("frozen by disputes", disputed.frozen());
        amount("by rulings to the provider", disputed.toProvider());
        amount("by rulings to the consumer", disputed.toConsumer());
      }
    }

    /// Epochs only; the transactions are in the JSON.
    void trace(Trace trace) {
      line("  proven epochs: " + epochs(trace.proofs().stream().map(Trace.Proof::epoch)));
      line("  missed epochs: " + epochs(trace.misses().stream().map(Trace.Miss::epoch)));
      line(
          "  epochs of too little quality: "
              + epochs(trace.credits().stream().map(Trace.Credit::epoch)));
    }

    private static String epochs(Stream<Long> epochs) {
      String list = epochs.map(String::valueOf).collect(Collectors.joining(", "));
      return list.isEmpty() ? "none" : list;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
