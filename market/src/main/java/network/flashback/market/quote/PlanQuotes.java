package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.List;
import network.flashback.domain.design.Plan;
import network.flashback.market.json.Meaning;

/// A plan, frozen.
@Meaning("The quotes of a plan, one for each class: each is signed and opened for itself.")
public record PlanQuotes(
    Plan.Kind plan,
    @Meaning("What all of them lock, token units.") BigInteger total,
    @Meaning("In the order of the classes.") List<QuotedTerms> quotes) {}
