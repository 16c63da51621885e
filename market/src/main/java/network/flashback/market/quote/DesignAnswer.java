package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.List;
import network.flashback.domain.design.Design;
import network.flashback.domain.design.FailureModel;
import network.flashback.domain.design.Part;
import network.flashback.domain.design.Plan;
import network.flashback.domain.design.Relaxed;
import network.flashback.domain.design.Wish;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import network.flashback.market.listing.Markets.Market;
import network.flashback.market.quote.QuoteRequest.RedundancyWish;
import org.jspecify.annotations.Nullable;

/// A design as it is shown.
@Meaning(
    "Plans that serve the wishes and what each wish costs; or which wish is in the way, and the nearest that can be met.")
public record DesignAnswer(
    @Meaning("Whether the wishes can be met.") boolean feasible,
    @Meaning("The token that pays.") Address token,
    String symbol,
    int decimals,
    @Meaning("The duration in whole epochs, which is what is paid for.") long durationSeconds,
    @Meaning("The cheapest first; none when the wishes cannot be met.") List<PlanEntry> plans,
    @Meaning(
            "What would be locked with one wish a lesser one: of the cheapest plan, or the nearest that can be met.")
        List<RelaxedEntry> relaxed,
    @Meaning("Which wish is in the way and what would help, in words; absent when none is.")
        @Nullable String summary,
    @Meaning("Wishes that are in the way only together.") List<Wish> together,
    @Meaning("Offers that did not qualify.") List<Refusal> refused,
    FailureModel assumed) {

  /// One plan.
  @Meaning("SLAs that serve the wishes together.")
  public record PlanEntry(
      @Meaning("What it is best at.") Plan.Kind kind,
      RedundancyWish redundancy,
      @Meaning("What is locked: providers' pay, fees and reserve, token units.") BigInteger total,
      @Meaning("Of it, for providers after fees.") BigInteger toProviders,
      @Meaning("Of it, for the community fund at most.") BigInteger feeAtMost,
      @Meaning("Of it, for replacements; what is not used comes back.") BigInteger reserve,
      @Meaning("What all legs earn in 24 hours, token units, rounded up.") BigInteger pricePerDay,
      @Meaning("What providers risk together, token units.") BigInteger collateral,
      @Meaning(
              "Nines of keeping every byte to the end under what is assumed, in tenths: 36 is 3.6 nines, 99.97 %.")
          int durabilityTenthsOfNines,
      @Meaning(
              "How likely every class can be read at a moment if promises are kept, in millionths.")
          int availabilityPpm,
      @Meaning("Promised time to the first byte of the slowest class.") int latencyMillis,
      List<PartEntry> parts) {}

  /// One class of a plan.
  @Meaning("One class of a plan: what becomes an SLA.")
  public record PartEntry(
      @Meaning(value = "Of every leg.", name = "class") StorageClass storageClass,
      @Meaning("Plain bytes.") BigInteger volumeBytes,
      @Meaning("What it locks, token units.") BigInteger total,
      BigInteger pricePerDay,
      int latencyMillis,
      List<QuotedTerms.Leg> legs) {}

  /// A lesser wish.
  @Meaning("What would be locked if one wish were a lesser one and all others stayed.")
  public record RelaxedEntry(
      Wish wish,
      @Meaning("The lesser wish in words.") String instead,
      @Meaning("What would be locked then, token units.") BigInteger total) {}

  static DesignAnswer of(Design design, Market market, long durationSeconds, FailureModel model) {
    return switch (design) {
      case Design.Feasible(var plans, var relaxed, var refused) ->
          new DesignAnswer(
              true,
              market.address(),
              market.token().symbol(),
              market.token().decimals(),
              durationSeconds,
              plans.stream().map(DesignAnswer::entry).toList(),
              relaxed.stream().map(DesignAnswer::entry).toList(),
              null,
              List.of(),
              refused,
              model);
      case Design.Infeasible(var summary, var nearest, var together, var refused) ->
          new DesignAnswer(
              false,
              market.address(),
              market.token().symbol(),
              market.token().decimals(),
              durationSeconds,
              List.of(),
              nearest.stream().map(DesignAnswer::entry).toList(),
              summary,
              together,
              refused,
              model);
    };
  }

  private static PlanEntry entry(Plan plan) {
    var redundancy = plan.wishes().redundancy();
    return new PlanEntry(
        plan.kind(),
        new RedundancyWish(redundancy.dataShards(), redundancy.providersNeeded()),
        plan.total().units(),
        plan.toProviders().units(),
        plan.fees().units(),
        plan.reserve().units(),
        plan.pricePerDay().units(),
        plan.collateral().units(),
        plan.loss().tenthsOfNines(),
        plan.outage().wellPpm(),
        plan.latencyMillis(),
        plan.parts().stream().map(DesignAnswer::entry).toList());
  }

  private static PartEntry entry(Part part) {
    return new PartEntry(
        part.storageClass(),
        BigInteger.valueOf(part.request().volume().bytes()),
        part.quote().total().units(),
        part.pricePerDay().units(),
        part.latencyMillis(),
        part.quote().legs().stream().map(QuoteDesk::shown).toList());
  }

  private static RelaxedEntry entry(Relaxed relaxed) {
    return new RelaxedEntry(relaxed.wish(), relaxed.instead(), relaxed.total().units());
  }
}
