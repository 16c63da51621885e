package network.flashback.market.quote;

import java.math.BigInteger;
import network.flashback.domain.design.Plan;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// The plan that a consumer takes.
@Meaning("The plan of a design that a consumer wants quoted.")
public record PlanChoice(
    @Meaning("The wallet that will pay and sign.") Address consumer,
    @Meaning("Which plan of the design.") Plan.Kind plan,
    @Meaning("The total that was shown: a plan that became dearer since is refused; token units.")
        BigInteger atMost,
    @Meaning(
            "Idempotency key, 16 to 64 letters, digits and hyphens of your own: the same again gets the same quotes for a day. None when absent.")
        @Nullable String requestKey,
    DesignRequest design) {}
