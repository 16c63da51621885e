package network.flashback.node.duty;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.node.NodeConfig;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.StandingFile;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what the provider sells and publishes it, again before it expires. Costs no gas.
final class OfferDesk {
  private static final Logger LOG = LoggerFactory.getLogger(OfferDesk.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 4096;

  /// Clocks of market and chain may differ by this much.
  private static final long SKEW_SECONDS = 10;

  static final long AGREEMENT_BYTES_MIN = 1 << 20;
  static final long AGREEMENT_SECONDS_MAX = 366L * 86_400;

  private final NodeConfig config;
  private final ProviderOnChain chain;
  private final Pieces store;
  private final Wallet nodeKey;
  private final Domain orchestrator;
  private final SecureRandom random;
  private final HttpClient http;
  private final StandingFile standing;
  private volatile long renewAt;
  private long publishedBytes;

  OfferDesk(
      NodeConfig config,
      ProviderOnChain chain,
      Pieces store,
      Wallet nodeKey,
      Domain orchestrator,
      SecureRandom random,
      HttpClient http,
      StandingFile standing) {
    this.config = config;
    this.chain = chain;
    this.store = store;
    this.nodeKey = nodeKey;
    this.orchestrator = orchestrator;
    this.random = random;
    this.http = http;
    this.standing = standing;
  }

  /// Publishes when there is no live offer, or it expires soon.
  void run(long head) throws IOException, InterruptedException {
    if (config.marketUrl().isEmpty() || !standing.now().offers()) {
      return;
    }
    if (head < renewAt) {
      return;
    }
    long reserved = chain.reservedBytes();
    long free = freeBytes(reserved);
    if (free < AGREEMENT_BYTES_MIN) {
      LOG.info("Nothing is offered: {} bytes are left", free);
      renewAt = head + chain.offerLifeSeconds() / 8;
      return;
    }
    long life = chain.offerLifeSeconds() - SKEW_SECONDS;
    // The chain takes agreements until all together reach what the offer names.
    long bytes = Math.min(config.capacityBytes(), reserved + free);
    var offer = signed(head + life, bytes);
    publish(config.marketUrl().get(), offer);
    // More is free on the other disks, once these bytes are taken.
    renewAt = head + (bytes < config.capacityBytes() ? life / 8 : life * 3 / 4);
    publishedBytes = bytes;
    LOG.info("Offer is published until {}: {} bytes are free", head + life, free);
  }

  /// Unix second from which on the next offer is published; 0 before the first.
  long renewAt() {
    return renewAt;
  }

  /// Bytes in the newest offer.
  long publishedBytes() {
    return publishedBytes;
  }

  /// @param bytes up to which the chain may reserve, all agreements together
  SignedOffer signed(long expiry, long bytes) {
    return signed(expiry, bytes, config.priceGibMonth());
  }

  /// @param priceGibMonth of one GiB for 730 hours, token units
  SignedOffer signed(long expiry, long bytes, BigInteger priceGibMonth) {
    var token = new Token("UNIT", 0);
    var rate = Rate.perGibMonth(new TokenAmount(token, priceGibMonth));
    var terms =
        new OfferTerms(
            config.providerId(),
            config.market(),
            rate.fixed(),
            config.egressGib(),
            bytes,
            AGREEMENT_BYTES_MIN,
            chain.schedule().epochSeconds(),
            AGREEMENT_SECONDS_MAX,
            config.collateralSeconds(),
            config.storageClass().code(),
            word(config.region().name()),
            config.promise().hash(),
            expiry,
            chain.offerNonce(),
            new BigInteger(256, random));
    return new SignedOffer(terms, nodeKey.sign(terms.typedData(orchestrator)).toBytes());
  }

  /// What one more agreement may have: an agreement lies on one disk. Those that were opened and
  /// that nothing is known of yet may all come onto the disk with the most room.
  long freeBytes(long reserved) {
    var ids = new LinkedHashSet<>(chain.units());
    ids.addAll(store.agreements());
    var live = new HashMap<AgreementId, Long>();
    for (var id : ids) {
      var view = chain.agreement(id);
      if (view.state().isLive()) {
        live.put(id, view.capacityBytes());
      }
    }
    store.promises(live);
    long known = live.values().stream().mapToLong(Long::longValue).sum();
    return Math.max(0, store.largestFreeBytes() - Math.max(0, reserved - known));
  }

  private void publish(URI market, SignedOffer offer) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(market.resolve("/v1/offers"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body(offer)))
            .build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (var stream = response.body()) {
      var answer = new String(stream.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "The market at %s refused the offer with %d: %s. Correct the node's configuration, or 'node.market.url'."
                .formatted(market, response.statusCode(), answer));
      }
    }
  }

  /// An offer as markets take it.
  byte[] body(SignedOffer offer) throws IOException {
    return JSON.writeValueAsBytes(
        Map.of(
            "offer", document(offer.offer()),
            "signature", offer.signature().toString(),
            "quality", qualityDocument()));
  }

  private static Map<String, Object> document(OfferTerms terms) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("providerId", terms.providerId());
    fields.put("market", terms.market());
    fields.put("ratePerGib", terms.ratePerGib().toString());
    fields.put("egressPerGib", terms.egressPerGib().toString());
    fields.put("capacityBytes", Long.toString(terms.capacityBytes()));
    fields.put("minimumBytes", Long.toString(terms.minimumBytes()));
    fields.put("minimumSeconds", terms.minimumSeconds());
    fields.put("maximumSeconds", terms.maximumSeconds());
    fields.put("collateralSeconds", terms.collateralSeconds());
    fields.put("offerClass", terms.offerClass());
    fields.put("region", terms.region().toString());
    fields.put("qualityHash", terms.qualityHash().toString());
    fields.put("expiry", terms.expiry());
    fields.put("nonce", terms.nonce());
    fields.put("salt", terms.salt().toString());
    return fields;
  }

  // Sorted by name, so that what is published reads as what is hashed.
  private Map<String, Object> qualityDocument() {
    var promised = config.promise().target();
    return new TreeMap<>(
        Map.of(
            "uptimeBps", promised.uptimeBps(),
            "latencyMillisMax", promised.latencyMillisMax(),
            "throughputKibMin", promised.throughputKibMin(),
            "errorBpsMax", promised.errorBpsMax()));
  }

  private static Bytes32 word(String ascii) {
    var word = new byte[Bytes32.SIZE];
    var text = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, word, 0, text.length);
    return Bytes32.of(word);
  }
}
