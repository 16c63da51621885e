// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A member of the register with its record.
///
/// @param kinds DIRECT, CLOUD, DEPIN, MIGRATION, REPORTER, ANALYTICS, COMPLIANCE.
/// @param status Where it stands in the register.
/// @param endpoint Base URL of its node.
/// @param listed Whether it is active, paid or staked, and certified as demanded.
/// @param paidUntil Unix second until which its listing is paid; absent when it never was.
/// @param certified Scopes in which valid certificates speak for it.
/// @param freeStake Stake in the first market's token that may still be committed, token units.
/// @param committedStake Stake in that token that is collateral now, token units.
/// @param confirmedEpochs Epochs in which it proved possession.
/// @param missedEpochs Penalties of its agreements.
/// @param reputation Absent while it is not computed yet.
/// @param offerNonce Nonce that its offers must carry.
/// @param registeredAt Unix second of the registration.
/// @param history All changes of its status, the oldest first; of a single member only.
/// @param subscriptions All payments for its listing, the oldest first; of a single member only.
/// @param certificates All certificates about it, the newest first; of a single member only.
public record ProviderEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "kinds", required = true) List<String> kinds,
    @JsonProperty(value = "status", required = true) MemberStatus status,
    @JsonProperty(value = "owner", required = true) Address owner,
    @JsonProperty(value = "payout", required = true) Address payout,
    @JsonProperty(value = "nodeKey", required = true) Address nodeKey,
    @JsonProperty(value = "endpoint", required = true) String endpoint,
    @JsonProperty(value = "listed", required = true) boolean listed,
    @JsonProperty("paidUntil") @Nullable Long paidUntil,
    @JsonProperty(value = "certified", required = true) List<String> certified,
    @JsonProperty(value = "freeStake", required = true) BigInteger freeStake,
    @JsonProperty(value = "committedStake", required = true) BigInteger committedStake,
    @JsonProperty(value = "confirmedEpochs", required = true) long confirmedEpochs,
    @JsonProperty(value = "missedEpochs", required = true) long missedEpochs,
    @JsonProperty("reputation") @Nullable ReputationEntry reputation,
    @JsonProperty(value = "offerNonce", required = true) long offerNonce,
    @JsonProperty(value = "registeredAt", required = true) long registeredAt,
    @JsonProperty("history") @Nullable List<StatusEntry> history,
    @JsonProperty("subscriptions") @Nullable List<SubscriptionEntry> subscriptions,
    @JsonProperty("certificates") @Nullable List<CertificateEntry> certificates) {
  public ProviderEntry {
    kinds = List.copyOf(kinds);
    requireNonNull(status, "status");
    requireNonNull(owner, "owner");
    requireNonNull(payout, "payout");
    requireNonNull(nodeKey, "nodeKey");
    requireNonNull(endpoint, "endpoint");
    certified = List.copyOf(certified);
    requireNonNull(freeStake, "freeStake");
    requireNonNull(committedStake, "committedStake");
    history = history == null ? null : List.copyOf(history);
    subscriptions = subscriptions == null ? null : List.copyOf(subscriptions);
    certificates = certificates == null ? null : List.copyOf(certificates);
  }
}
