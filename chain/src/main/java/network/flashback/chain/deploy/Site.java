package network.flashback.chain.deploy;

import java.util.Map;
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

  Address stableCoin() {
    return plan.stableCoin()
        .orElseThrow(() -> new IllegalStateException("The plan names no stable coin."));
  }
}
