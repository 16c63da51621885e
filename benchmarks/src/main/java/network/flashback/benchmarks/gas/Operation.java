package network.flashback.benchmarks.gas;

import java.math.BigDecimal;
import network.flashback.app.bench.Row;
import org.jspecify.annotations.Nullable;

/// What is measured, with the design's limit and the best figure measured elsewhere for the same
/// service ("Costs to reach" in the design of the contracts). In the order of the report.
enum Operation {
  OPEN_ONE(
      "open: payment, terms, collateral, reserve; 1 leg, the provider's first",
      140_000L,
      "Sablier Flow, no SLA",
      251_733L),
  OPEN_PLAIN(
      "open: the same from the allowance, without a reserve, provider in business",
      140_000L,
      "Sablier Flow, no SLA",
      251_733L),
  OPEN_WITH_COIN("open: the same with the chain's coin, one too many", null, null, null),
  OPEN_THREE("open: 2 of 3, reserve", null, null, null),
  OPEN_FURTHER("open: each further leg", 45_000L, null, null),
  FIRST_REVISION("first revision, activates the agreement", null, null, null),
  REVISION("revision, one an epoch", null, null, null),
  SEED_FIRST("seed: first of eight epochs, first ever", 260_000L, null, null),
  SEED("seed, once per epoch for the whole chain", 260_000L, null, null),
  AUDIT_ONE(
      "possession audit, unit of 1 GiB in 32 pieces, 1 challenge",
      65_000L,
      "Filecoin PDP",
      115_423L),
  AUDIT_FIVE(
      "possession audit, unit of 1 GiB in 32 pieces, 5 challenges",
      190_000L,
      "Filecoin PDP",
      298_485L),
  AUDIT_EACH(
      "possession per agreement and day, provider with 1,000 agreements",
      240L,
      "Filecoin PDP",
      298_485L),
  ROOT("quality root, 3 of 4 signatures, no breach, second of its oracle", null, null, null),
  ROOT_BREACHES("quality root, 5 of 7 signatures, breaches, third of its oracle", null, null, null),
  ROOT_STEADY(
      "quality root, 5 of 7 signatures, breaches, from the seventh on", 85_000L, null, null),
  BREACH("breach executed, the only one of its root", null, null, null),
  SETTLE_FIRST("settle one agreement, first time", null, null, null),
  SETTLE("settle one agreement, steady", 42_000L, "FilecoinPay", 91_641L),
  SETTLE_TO_WALLET("settle straight to the wallet", 58_000L, "Sablier Flow", 74_754L),
  SETTLE_EACH("settle in a batch of 100, each", 7_000L, null, null),
  VOUCHER_FIRST("voucher claim by a session key's signature, first", 44_000L, null, null),
  VOUCHER("voucher claim by a session key's signature, next", 44_000L, null, null),
  VOUCHER_CONSUMER("voucher claim by the consumer's signature, next", 44_000L, null, null),
  VOUCHER_EACH("voucher claim in a batch of 100, each, next", 14_500L, null, null),
  GROUP("group of 1,000 keys granted", null, null, null),
  GROUP_JOIN("group joined by a key, first time", null, null, null),
  GROUP_VOUCHER("voucher claim by a group's member's signature, next", null, null, null),
  GROUP_ROOT("group given another list of keys", null, null, null),
  GROUP_JOIN_AGAIN("group joined by a key, again", null, null, null),
  GROUP_REVOKE("group revoked", null, null, null),
  PENALISE("missed proof penalised", null, null, null),
  REPLACE("leg replaced after a missed proof", null, null, null),
  CHANGE("another rate noted for a running agreement, from the next epoch on", null, null, null),
  SETTLE_CHANGE("settle over a change of the rate", null, null, null),
  RENEW("renew a running agreement under its consumer's mandate, first time", null, null, null),
  END("end: last leg of its SLA", null, null, null),
  LIFE(
      "open to close, one settlement, both paid out, the provider's first",
      320_000L,
      "Sablier Flow",
      456_588L),
  LIFE_PLAIN(
      "open to close, the same from the allowance, without a reserve, provider in business",
      320_000L,
      "Sablier Flow",
      456_588L),
  LIFE_WITH_REVISION(
      "open to close, the provider's first, with the first revision", null, null, null),
  CODE("Orchestrator, byte code of the provider's side", 24_576L, null, null, "bytes"),
  CODE_CONSUMER("Orchestrator, byte code of the consumer's side", 24_576L, null, null, "bytes"),
  CODE_RECORDS("Orchestrator, byte code of ends and records", 24_576L, null, null, "bytes"),
  CODE_REPLACEMENTS("Orchestrator, byte code of replacements", 24_576L, null, null, "bytes"),
  CODE_AMENDMENTS("Orchestrator, byte code of amendments", 24_576L, null, null, "bytes");

  private final String title;
  private final @Nullable Long goal;
  private final @Nullable String peer;
  private final @Nullable Long peerValue;
  private final String unit;

  Operation(String title, @Nullable Long goal, @Nullable String peer, @Nullable Long peerValue) {
    this(title, goal, peer, peerValue, "gas");
  }

  Operation(
      String title,
      @Nullable Long goal,
      @Nullable String peer,
      @Nullable Long peerValue,
      String unit) {
    this.title = title;
    this.goal = goal;
    this.peer = peer;
    this.peerValue = peerValue;
    this.unit = unit;
  }

  /// The figure as a row of the report.
  Row row(Hardfork rules, long measured) {
    var row = Row.lower(rules.title() + ": " + title, BigDecimal.valueOf(measured), unit);
    Long limit = goal(rules);
    if (limit != null) {
      row = row.withGoal(limit);
    }
    return peer == null || peerValue == null ? row : row.withPeer(peer, peerValue);
  }

  private @Nullable Long goal(Hardfork rules) {
    return this == AUDIT_FIVE && rules == Hardfork.PRAGUE ? Long.valueOf(235_000) : goal;
  }
}
