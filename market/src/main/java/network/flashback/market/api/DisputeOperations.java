package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Dispute;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.indexer.DisputeEntry;
import network.flashback.market.indexer.DisputeIndex;

/// The operations about disputes: everything there is of them is public on the chain.
public record DisputeOperations(DisputeIndex index, InstantSource clock) {
  private static final int ROWS = 20;
  private static final int ROWS_MAX = 100;
  private static final List<Dispute.State> OPEN =
      List.of(
          Dispute.State.OPENED,
          Dispute.State.ANSWERED,
          Dispute.State.RULED,
          Dispute.State.APPEALED,
          Dispute.State.FINAL);

  List<Route> routes() {
    return List.of(
        Route.get(
                PUBLIC,
                "/v1/disputes",
                "listDisputes",
                "Disputes with their histories, the newest first.",
                Pages.DisputePage.class,
                this::disputes)
            .with(
                new QueryParameter(
                    "party", "0x[0-9a-fA-F]{40}", "Only those that this account is a side of."),
                new QueryParameter("agreement", "[0-9]{1,39}", "Only over this agreement."),
                new QueryParameter(
                    "state",
                    "OPEN|OPENED|ANSWERED|RULED|APPEALED|FINAL|EXECUTED|DEFAULT|VOID",
                    "Only in this state; OPEN for all that are not over."),
                MarketOperations.LIMIT,
                MarketOperations.CURSOR),
        Route.get(
                PUBLIC,
                "/v1/disputes/{id}",
                "dispute",
                "One dispute: times, what follows on silence, evidence and where to have it.",
                DisputeEntry.class,
                request ->
                    MarketOperations.found(index.dispute(request.number("id"), now()), "dispute"))
            .failing(MarketError.NOT_FOUND));
  }

  private Pages.DisputePage disputes(ApiRequest request) {
    var limit = request.limit(ROWS, ROWS_MAX);
    var filter =
        new DisputeIndex.Filter(
            request.query("party").map(DisputeOperations::party),
            request.query("agreement").map(DisputeOperations::agreement),
            request.query("state").map(DisputeOperations::states).orElse(List.of()));
    var before =
        request
            .query("cursor")
            .map(cursor -> OptionalLong.of(MarketOperations.number(cursor)))
            .orElse(OptionalLong.empty());
    var entries = index.disputes(filter, before, now(), limit + 1);
    return entries.size() <= limit
        ? new Pages.DisputePage(entries, null)
        : new Pages.DisputePage(
            entries.subList(0, limit),
            MarketOperations.cursor(Long.toString(entries.get(limit - 1).id())));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static List<Dispute.State> states(String word) {
    return word.equals("OPEN") ? OPEN : List.of(Dispute.State.valueOf(word));
  }

  private static AgreementId agreement(String text) {
    try {
      return AgreementId.parse(text);
    } catch (IllegalArgumentException tooLarge) {
      throw new Refused("agreement", "is no agreement id", "write it as a decimal number");
    }
  }

  private static Address party(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException mistyped) {
      throw new Refused("party", "is mistyped: its checksum is wrong", "copy it again");
    }
  }
}
