package network.flashback.acceptance.fault;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;

/// The document of what faults cost, made of one run. What differs between two runs, such as exact
/// seconds, is told by classes.
@SuppressWarnings(
    "InlineFormatString") // The document's texts stand together, not between the rows.
final class FaultTable {
  private static final Duration AT_ONCE = Duration.ofMinutes(10);

  private static final String HEAD =
      """
      # What faults cost, whom, and how soon they are seen

      This page is written by a test run: `FaultTableTest` (acceptance) has real nodes, reporters, settlement runs and contracts fail on a chain with the times of production (epochs of 24 h, audits within 6 h), reads from the chain what became of the money, holds it against the published penalties ([contracts/boundaries.md](../contracts/boundaries.md)), and fails when this page says something else. `-Dgolden.write=true` writes it again.

      Each leg pays P = %s token units an epoch and has C = 10 P = %s of collateral. Any two of the %d legs hold the object. Faults of providers begin with epoch %d; unless said otherwise they end with it. After every step all money is counted: the Orchestrator holds what it owes, and nothing came from nowhere.

      | fault | the provider is paid for the epochs in question | it loses | the consumer gets | seen on the chain | its piece meanwhile | the object meanwhile |
      |---|---|---|---|---|---|---|
      """;

  private static final String TAIL =
      """

      | what fails for everybody | who is paid | who loses | seen | what the consumer reads |
      |---|---|---|---|---|
      | the chain, for an hour from the end of an epoch on | everybody, that epoch in full: %s | nobody | proofs come once the chain is back, %s, well within the window of 6 h | ten minutes into it the object is %s for whom nodes let in before, fifty minutes into it %s, until the chain is back |
      | the reporter set, down to one less than its quorum, while a disk is slow | everybody, the slow one included: %s | the consumer, who gets no credit for that epoch; nobody's collateral | silence counts as compliance 12 h after the epoch's end, not 6 | the object is %s |
      | the platform, for good, and all reporters | everybody: %s for the last two epochs; nodes post seeds, prove, settle and withdraw by themselves | nobody; the consumer ends what is over and fetches the rest with its own wallet | - | the object is %s, straight from the nodes |

      ## What is not as it would be

      Delayed, changed and cut bytes come from a TCP relay in front of each node and between each program and the chain, which stands in for disks, memory and cables that fail. The chain is out of reach for its participants by that relay, too: it makes no block meanwhile, but its process goes on. Possession is audited by five leaves an epoch: here a whole piece is damaged or gone, which each audit finds; less than all is found with probability 1 - (1 - f)^5. Rot is found by the consumer's reading in the middle of the day, and put again in its place from two other legs, as gateways do: the epoch is proven, and credited because two of five probes found nothing. The network cut from everybody lasts until the audit window has passed, 30 hours: the next epoch is proven, and credited because a fifth of its probes were not answered.

      A whole network of processes that are killed with SIGKILL while clients write is `KillTest`; `flashback check --deep` runs it twenty times.
      """;

  private final FaultRun run;

  FaultTable(FaultRun run) {
    this.run = run;
  }

  String text() {
    var text =
        new StringBuilder(
            HEAD.formatted(
                FaultMarket.EPOCH_PAY,
                FaultMarket.COLLATERAL,
                Fault.values().length,
                FaultRun.FAILING));
    row(text, Fault.LOST_DISK, "disk lost for good, and nobody declares it", FaultRun.FAILING + 3);
    row(text, Fault.BIT_ROT, "bit rot of a piece, repaired the same day", FaultRun.FAILING);
    row(text, Fault.SLOW_DISK, "slow disk: answers take 1.3 s, promised 1 s", FaultRun.FAILING);
    row(text, Fault.CUT_FROM_USERS, "network cut to consumers and reporters", FaultRun.FAILING);
    row(text, Fault.CUT_FROM_ALL, "network cut to everybody, 30 h", FaultRun.FAILING + 1);
    row(text, Fault.WRONG_BYTES, "wrong bytes are served", FaultRun.FAILING);
    row(text, Fault.CLOCK_AHEAD, "clock two hours ahead", FaultRun.FAILING);
    row(
        text,
        Fault.SILENT_CONSUMER,
        "consumer signs nothing after its first day",
        FaultRun.FAILING);
    unsigned(text);
    var steady = new FaultAccount(run, Fault.NONE);
    text.append(
        TAIL.formatted(
            steady.paidFor(FaultRun.BEFORE_OUTAGE),
            "about an hour after the epoch's end",
            whole(FaultRun.Moment.OUTAGE_OF_TEN_MINUTES),
            whole(FaultRun.Moment.OUTAGE_OF_FIFTY_MINUTES),
            new FaultAccount(run, Fault.SLOW_DISK).paidFor(FaultRun.WITHOUT_QUORUM),
            whole(FaultRun.Moment.WITHOUT_QUORUM),
            steady.paidFor(FaultRun.ALONE - 1, FaultRun.ALONE),
            whole(FaultRun.Moment.ALONE)));
    return text.toString();
  }

  private void row(StringBuilder text, Fault fault, String words, long last) {
    var account = new FaultAccount(run, fault);
    var full = FaultMarket.EPOCH_PAY.multiply(BigInteger.valueOf(last - FaultRun.FAILING + 1));
    text.append(
        "| %s | %s of %s | %s | %s | %s | %s | %s |\n"
            .formatted(
                words,
                account.paidFor(FaultRun.FAILING, last),
                full,
                losses(account),
                gains(account),
                seen(account),
                reading(fault),
                run.wasWholeDuring(fault) ? "whole" : "lost"));
  }

  private String whole(FaultRun.Moment moment) {
    return run.wasWholeAt(moment) ? "whole" : "not given";
  }

  private void unsigned(StringBuilder text) {
    var account = new FaultAccount(run, Fault.UNSIGNED);
    var line = account.line();
    text.append(
        "| consumer never signs anything | %s; the agreement is %s | nothing: its collateral comes free | all of its deposit, %s | as it is voided, %d h after the time to start | never put | whole |\n"
            .formatted(
                line.streamed(),
                line.state().name().toLowerCase(Locale.ROOT),
                line.refunded(),
                account.backAfter().toHours()));
  }

  private static String losses(FaultAccount account) {
    var slashes = account.slashes();
    if (slashes.isEmpty()) {
      return account.line().credited().signum() == 0 ? "nothing" : "no collateral";
    }
    var each = slashes.stream().map(BigInteger::toString).collect(Collectors.joining(", "));
    return "collateral: %s (%s)".formatted(account.line().slashed().total(), each);
  }

  private static String gains(FaultAccount account) {
    var line = account.line();
    var slashed = line.slashed().toConsumer();
    var parts = new ArrayList<String>();
    if (line.credited().signum() > 0) {
      parts.add("credit " + line.credited());
    }
    if (slashed.signum() > 0) {
      parts.add("of the collateral " + slashed);
    }
    if (account.slashes().size() > 3) {
      parts.add("the rest of its deposit, and may replace the leg");
    }
    return parts.isEmpty() ? "nothing, and misses nothing" : String.join("; ", parts);
  }

  private static String seen(FaultAccount account) {
    if (account.slashes().isEmpty() && account.creditedEpochs().isEmpty()) {
      return "no fault of the provider";
    }
    var after = account.seenAfter();
    var audit = Duration.ofHours(6);
    if (after.compareTo(AT_ONCE) <= 0) {
      return "in the epoch's report, within 10 minutes of its end";
    }
    return after.compareTo(audit.plus(AT_ONCE)) <= 0
        ? "as its audit window closes, 6 h after its end"
        : "%d h after its end".formatted(after.toHours());
  }

  private String reading(Fault fault) {
    return switch (run.readingDuring(fault)) {
      case RIGHT -> "right";
      case DAMAGED -> "damaged, and found to be";
      case NOTHING -> "not given";
    };
  }
}
