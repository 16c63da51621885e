package network.flashback.chain.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.flashback.evm.Address;

/// Where everything of one deployment will be, known before any of it exists.
record Site(DeploymentPlan plan, Map<String, Address> addresses) {
  Site {
    addresses = Map.copyOf(addresses);
  }

  Address at(String contract) {
    Address address = addresses.get(contract);
    if (address == null) {
      throw new IllegalArgumentException("No contract is called '" + contract + "'.");
    }
    return address;
  }

  /// Of the first markets, in order.
  List<Address> tokens() {
    return Stream.concat(Stream.of(stableCoin()), plan.wrappedCoin().stream()).toList();
  }

  Address wrappedCoin() {
    return plan.wrappedCoin()
        .orElseThrow(() -> new IllegalStateException("The plan names no wrapped coin."));
  }

  Address stableCoin() {
    return plan.stableCoin()
        .orElseThrow(() -> new IllegalStateException("The plan names no stable coin."));
  }
}
