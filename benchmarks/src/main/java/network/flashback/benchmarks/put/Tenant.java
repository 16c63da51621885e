package network.flashback.benchmarks.put;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.Rights;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import network.flashback.gateway.access.RootKey;
import network.flashback.market.opening.SlaOpening;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.quote.QuotedTerms;

/// Who stores during the benchmark: a consumer with an SLA, 2 of 3, and an S3 key under it.
final class Tenant {
  private static final long GIB = 1L << 30;
  private static final int EPOCHS = 6;
  private static final int PROVIDERS = 3;
  private static final int OFFER_TRIES = 150;
  private static final int TRY_MILLIS = 200;
  private static final BigInteger BUDGET = BigInteger.valueOf(100_000_000);

  private final NetworkPlan plan;
  private final Contracts contracts;
  private final MarketClient market;
  private final PrivateKey wallet;

  private Tenant(NetworkPlan plan, Contracts contracts, MarketClient market) {
    this.plan = plan;
    this.contracts = contracts;
    this.market = market;
    this.wallet = DevelopmentWallet.CONSUMER.key(contracts.chain().id());
  }

  /// Opens the SLA and returns the S3 key.
  static KeyPair moveIn(NetworkPlan plan) throws IOException, InterruptedException {
    try (var rpc = new JsonRpc(plan.url(Member.ANVIL), RetryPolicy.STANDARD);
        var market = new MarketClient(plan.url(Member.PLATFORM))) {
      var deployment = Deployment.read(plan.deployment());
      var contracts = Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment);
      var tenant = new Tenant(plan, contracts, market);
      tenant.awaitOffers();
      return tenant.keyFor(tenant.open());
    }
  }

  private void awaitOffers() throws IOException, InterruptedException {
    for (int tries = 0; market.offers().size() < PROVIDERS; tries++) {
      if (tries == OFFER_TRIES) {
        throw new IllegalStateException(
            "Fewer than %d providers have published an offer; their logs are in %s."
                .formatted(PROVIDERS, plan.data()));
      }
      Thread.sleep(TRY_MILLIS);
    }
  }

  private QuotedTerms open() throws IOException, InterruptedException {
    var quote =
        market.quote(
            new QuoteRequest(
                wallet.address(),
                1,
                BigInteger.valueOf(8 * GIB),
                (long) EPOCHS * FreshNetwork.EPOCH_SECONDS,
                new QuoteRequest.RedundancyWish(2, 3),
                List.of(),
                StorageClass.FAST,
                BigInteger.valueOf(8 * GIB),
                BUDGET,
                null));
    var orchestrator = contracts.orchestrator();
    var slaId = quote.sla().hash(orchestrator.domain());
    long validBefore = quote.sla().startBy();
    var payment =
        PaymentAuthorization.typedData(
            contracts.token(quote.token()).domain(),
            wallet.address(),
            orchestrator.address(),
            quote.sla().total(),
            0,
            validBefore,
            slaId);
    market.open(new SlaOpening(slaId, 0, validBefore, wallet.sign(payment).toBytes(), quote.sla()));
    return quote;
  }

  private KeyPair keyFor(QuotedTerms quote) throws IOException {
    var grants = contracts.grants();
    var sender =
        new TransactionSender(
            contracts.chain(), wallet, SendingPolicy.DEVELOPMENT, InstantSource.system());
    var granted =
        sender.send(
            grants.grant(
                DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address(),
                quote.sla().hash(contracts.orchestrator().domain()),
                Rights.READ | Rights.WRITE | Rights.REVISION | Rights.VOUCHER | Rights.REPLACE,
                quote.sla().endsAt(),
                quote.egressEscrow(),
                Bytes32.ZERO));
    var folder = plan.folder(Member.GATEWAY);
    var rootKey =
        RootKey.openOrCreate(
            folder.resolve("root.key"),
            Passphrase.fromKeyFile(folder.resolve("key.pass")),
            ScryptCost.LIGHT,
            new SecureRandom());
    return new AccessKeys(rootKey, contracts.chain().id())
        .pair(new AccessKeys.KeyName(grants.grantedId(granted), 1));
  }
}
