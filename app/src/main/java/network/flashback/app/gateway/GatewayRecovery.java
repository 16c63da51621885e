package network.flashback.app.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.gateway.manifest.Recovery;

/// The recovery of a gateway's database, wired: agreements from the chain, pieces from the nodes.
public final class GatewayRecovery {
  private GatewayRecovery() {}

  /// Recovers into the empty database that the configuration names.
  ///
  /// @param rehearsal whether all of it is undone at the end
  /// @throws ConfigurationException when there is no root key: a new one would open nothing
  public static Recovery.Report run(Configuration config, boolean rehearsal, InstantSource clock)
      throws IOException {
    var rootKey = config.path(ConfigurationKey.GATEWAY_ROOT_KEY);
    if (!Files.exists(rootKey)) {
      throw new ConfigurationException(
          "%s is not there: nothing can be recovered without the gateway's root key. Put its copy where '%s' says."
              .formatted(rootKey, ConfigurationKey.GATEWAY_ROOT_KEY.key()));
    }
    try (var chain = OnChain.connect(config, clock);
        var http = GatewayRole.http()) {
      var contracts = chain.contracts();
      var grants = new ChainGrants(contracts, chain.wallet().address(), clock);
      var agreements = new ChainAgreements(contracts, grants, chain.wallet().address());
      grants.refresh();
      agreements.refresh();
      return new Recovery(
              GatewayRole.gatewayConfig(config, chain),
              agreements,
              GatewayRole.stores(chain, http, clock),
              new SecureRandom(),
              clock)
          .run(rehearsal);
    }
  }
}
