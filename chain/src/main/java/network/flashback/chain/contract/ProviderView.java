package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.abi.Values;

/// A member of the register.
///
/// @param kinds mask: 1 DIRECT, 2 CLOUD, 4 DEPIN, 8 service provider, 16 reporter
/// @param listed whether its stake gives it the right to be listed
/// @param confirmedSeconds sum of its proven epochs
/// @param anyConfirmed whether newestEpoch means anything
public record ProviderView(
    long id,
    Address owner,
    Address payout,
    Address nodeKey,
    int kinds,
    boolean listed,
    String endpoint,
    long confirmedSeconds,
    boolean anyConfirmed,
    long newestEpoch,
    long offerNonce) {

  static ProviderView of(Values values) {
    return new ProviderView(
        values.number("id"),
        values.address("owner"),
        values.address("payout"),
        values.address("nodeKey"),
        (int) values.number("kinds"),
        values.flag("listed"),
        values.text("endpoint"),
        values.number("confirmedSeconds"),
        values.flag("anyConfirmed"),
        values.number("newestEpoch"),
        values.number("offerNonce"));
  }
}
