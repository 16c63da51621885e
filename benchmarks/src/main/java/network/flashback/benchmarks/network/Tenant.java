package network.flashback.benchmarks.network;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import network.flashback.app.client.Consumer;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.storage.StorageClass;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// Who stores during the benchmark: a consumer with an SLA and an S3 key under it.
public final class Tenant {
  private static final long GIB = 1L << 30;

  private static final int EPOCHS = 6;
  // All of them: those of another class may come first.
  private static final int PROVIDERS = Member.NODES;
  private static final int OFFER_TRIES = 150;
  private static final int TRY_MILLIS = 200;
  private static final BigInteger BUDGET = BigInteger.valueOf(100_000_000);

  private Tenant() {}

  /// Opens an SLA, of which any `data` of `total` pieces bring everything back, and returns its S3
  /// key.
  ///
  /// @param legGib GiB at each provider; the development network's nodes have 16, for all SLAs
  public static KeyPair moveIn(NetworkPlan plan, int data, int total, int legGib)
      throws IOException, InterruptedException {
    try (var rpc = new JsonRpc(plan.url(Member.ANVIL), RetryPolicy.STANDARD);
        var market = new MarketClient(plan.url(Member.PLATFORM))) {
      var deployment = Deployment.read(plan.deployment());
      var contracts = Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment);
      awaitOffers(market, plan);
      var consumer =
          new Consumer(contracts, market, DevelopmentWallet.CONSUMER.key(contracts.chain().id()));
      var quote = consumer.ask(wishes(data, total, legGib));
      var sla = consumer.accept(quote);
      long now = contracts.chain().head().timestamp().getEpochSecond();
      var gateway = DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address();
      long grant = consumer.grant(gateway, sla.slaId(), now, quote.egressEscrow());
      return Consumer.keyPair(plan, contracts.chain().id(), grant);
    }
  }

  private static Consumer.Wishes wishes(int data, int total, int legGib) {
    return new Consumer.Wishes(
        data * GIB * legGib,
        (long) EPOCHS * FreshNetwork.EPOCH_SECONDS,
        data,
        total,
        List.of(),
        StorageClass.FAST,
        512 * GIB,
        BUDGET);
  }

  private static void awaitOffers(MarketClient market, NetworkPlan plan)
      throws IOException, InterruptedException {
    for (int tries = 0; market.offers().size() < PROVIDERS; tries++) {
      if (tries == OFFER_TRIES) {
        throw new IllegalStateException(
            "Fewer than %d providers have published an offer; their logs are in %s."
                .formatted(PROVIDERS, plan.data()));
      }
      Thread.sleep(TRY_MILLIS);
    }
  }
}
