package network.flashback.app.client;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.Rights;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import network.flashback.gateway.access.RootKey;
import network.flashback.market.opening.OpenedSla;
import network.flashback.market.opening.SlaOpening;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.quote.QuotedTerms;

/// A consumer with a wallet of its own: asks, signs, grants.
public final class Consumer {
  private static final long GRANT_SECONDS = 86_400;

  private final Contracts contracts;
  private final MarketClient market;
  private final PrivateKey wallet;
  private final TransactionSender sender;

  public Consumer(Contracts contracts, MarketClient market, PrivateKey wallet) {
    this.contracts = contracts;
    this.market = market;
    this.wallet = wallet;
    this.sender =
        new TransactionSender(
            contracts.chain(), wallet, SendingPolicy.DEVELOPMENT, InstantSource.system());
  }

  public Address address() {
    return wallet.address();
  }

  /// The consumer's own transactions: it needs nobody's platform for them.
  public TransactionSender sender() {
    return sender;
  }

  /// What is wished for, in the consumer's words.
  ///
  /// @param budget the most that may be locked, token units
  public record Wishes(
      long volumeBytes,
      long durationSeconds,
      int dataShards,
      int totalShards,
      List<String> regions,
      StorageClass storageClass,
      long egressBytes,
      BigInteger budget) {
    public Wishes {
      regions = List.copyOf(regions);
    }
  }

  public QuotedTerms ask(Wishes wishes) throws IOException, InterruptedException {
    return market.quote(
        new QuoteRequest(
            wallet.address(),
            1,
            BigInteger.valueOf(wishes.volumeBytes()),
            wishes.durationSeconds(),
            new QuoteRequest.RedundancyWish(wishes.dataShards(), wishes.totalShards()),
            wishes.regions(),
            wishes.storageClass(),
            BigInteger.valueOf(wishes.egressBytes()),
            wishes.budget(),
            null));
  }

  /// A quote that was frozen for this wallet before.
  ///
  /// @throws IOException when it is another wallet's, too
  public QuotedTerms frozen(Bytes32 quoteHash) throws IOException, InterruptedException {
    var quote = market.frozenQuote(quoteHash);
    if (!quote.sla().consumer().equals(wallet.address())) {
      throw new IOException(
          "Quote %s is for the wallet %s, and this one is %s: ask for one of your own with ./flashback quote."
              .formatted(quoteHash, quote.sla().consumer(), wallet.address()));
    }
    return quote;
  }

  /// One signature over payment and terms; anybody may carry it to the chain, here the platform
  /// does.
  public OpenedSla accept(QuotedTerms quote) throws IOException, InterruptedException {
    var orchestrator = contracts.orchestrator();
    // The terms as shown hash to what is signed; the quote's own words for it are not believed.
    var slaId = quote.sla().hash(orchestrator.domain());
    long validBefore = quote.sla().startBy();
    var authorization =
        PaymentAuthorization.typedData(
            contracts.token(quote.token()).domain(),
            wallet.address(),
            orchestrator.address(),
            quote.sla().total(),
            0,
            validBefore,
            slaId);
    var signature = wallet.sign(authorization);
    return market.open(new SlaOpening(slaId, 0, validBefore, signature.toBytes(), quote.sla()));
  }

  /// Lets the gateway's session key act under the SLA.
  public long grant(Address sessionKey, Bytes32 slaId, long now, BigInteger voucherCap) {
    var grants = contracts.grants();
    int rights = Rights.READ | Rights.WRITE | Rights.REVISION | Rights.VOUCHER | Rights.REPLACE;
    return grants.grantedId(
        sender.send(
            grants.grant(
                sessionKey, slaId, rights, now + GRANT_SECONDS, voucherCap, Bytes32.ZERO)));
  }

  /// The S3 key pair of a grant, made where the gateway's root key lies: the gateway is the
  /// consumer's own.
  public static KeyPair keyPair(NetworkPlan plan, long chainId, long grantId) throws IOException {
    var folder = plan.folder(Member.GATEWAY);
    var rootKey =
        RootKey.openOrCreate(
            folder.resolve("root.key"),
            Passphrase.fromKeyFile(folder.resolve("key.pass")),
            ScryptCost.LIGHT,
            new SecureRandom());
    return new AccessKeys(rootKey, chainId).pair(new AccessKeys.KeyName(grantId, 1));
  }
}
