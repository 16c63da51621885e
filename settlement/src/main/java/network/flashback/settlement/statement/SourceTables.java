package network.flashback.settlement.statement;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Statement.Line;

/// What every number of a statement comes from, as tables to print: each row ends with the
/// transaction that shows it, and the heads of the columns have the units.
public final class SourceTables {
  private static final String GAP = "  ";

  private final Statement.Money money;
  private final StringBuilder text = new StringBuilder();

  private SourceTables(Statement.Money money) {
    this.money = money;
  }

  public static String text(Statement statement) {
    var tables = new SourceTables(statement.money());
    statement.agreements().forEach(tables::agreement);
    return tables.text.toString();
  }

  private void agreement(Line line) {
    text.append("\nAgreement ").append(line.id()).append('\n');
    var trace = line.trace();
    movements(trace);
    rates(trace);
    proofs(trace);
    vouchers(trace);
    penalties(trace);
  }

  private void movements(Trace trace) {
    var rows = rows("what", "amount, " + money.symbol(), "block", "transaction");
    for (Movement each : trace.movements()) {
      rows.add(
          List.of(
              each.kind().name().toLowerCase(Locale.ROOT),
              amount(each.amount()),
              number(each.block()),
              each.transaction().toString()));
    }
    table("What moved", rows);
  }

  private void rates(Trace trace) {
    var rows = rows("from epoch", "rate, 2^-32 units/s");
    trace.rates().forEach(r -> rows.add(List.of(number(r.fromEpoch()), r.rate().toString())));
    table("What a second pays, as both sides signed", rows);
  }

  private void proofs(Trace trace) {
    var rows =
        rows("epoch", "counts, s", "provider's sum, s", "records' hash", "block", "transaction");
    for (Trace.Proof each : trace.proofs()) {
      rows.add(
          List.of(
              number(each.epoch()),
              number(each.seconds()),
              number(each.confirmedSeconds()),
              each.report().map(report -> report.recordsHash().toString()).orElse("no report"),
              number(each.block()),
              each.transaction().toString()));
    }
    table("What was proven", rows);
  }

  private void vouchers(Trace trace) {
    var rows =
        rows(
            "paid, " + money.symbol(),
            "in all, " + money.symbol(),
            "served in all, bytes",
            "signed by",
            "block",
            "transaction");
    for (Trace.Claim each : trace.vouchers()) {
      rows.add(
          List.of(
              amount(each.claim().paid()),
              amount(each.claim().cumulative()),
              each.voucher()
                  .map(SignedVoucher::voucher)
                  .map(voucher -> number(voucher.servedBytes()))
                  .orElse("not shown"),
              each.signer().map(Object::toString).orElse("not shown"),
              number(each.block()),
              each.transaction().toString()));
    }
    table("What was read, by the vouchers that paid for it", rows);
  }

  private void penalties(Trace trace) {
    var credits = rows("epoch", "share, bp", "credit, " + money.symbol(), "block", "transaction");
    for (Trace.Credit each : trace.credits()) {
      credits.add(
          List.of(
              number(each.epoch()),
              number(each.bps()),
              amount(each.amount()),
              number(each.block()),
              each.transaction().toString()));
    }
    table("Quality that fell short", credits);
    var misses = rows("epoch", "slashed, " + money.symbol(), "block", "transaction");
    for (Trace.Miss each : trace.misses()) {
      misses.add(row(each.epoch(), each.slashed(), each.block(), each.transaction()));
    }
    table("Proofs that were missed, and breaches", misses);
  }

  private List<String> row(long epoch, BigInteger sum, long block, Bytes32 transaction) {
    return List.of(number(epoch), amount(sum), number(block), transaction.toString());
  }

  private static List<List<String>> rows(String... heads) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(heads));
    return rows;
  }

  private String amount(BigInteger units) {
    return new BigDecimal(units, money.decimals()).toPlainString();
  }

  private static String number(long value) {
    return Long.toString(value);
  }

  /// Nothing where there are heads only.
  private void table(String title, List<List<String>> rows) {
    if (rows.size() == 1) {
      return;
    }
    text.append('\n').append(title).append('\n');
    int columns = rows.getFirst().size();
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        text.append(GAP).append(cell);
        if (column < columns - 1) {
          text.append(" ".repeat(width(rows, column) - cell.length()));
        }
      }
      text.append('\n');
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
