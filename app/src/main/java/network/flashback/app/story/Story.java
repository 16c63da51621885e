package network.flashback.app.story;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.flashback.app.bucket.RefusedException;
import network.flashback.app.client.Consumer;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.Network;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import network.flashback.market.listing.OfferEntry;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.ledger.ReportersEver;
import network.flashback.settlement.statement.SharesReader;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.verify.StatementVerifier;
import network.flashback.settlement.wire.BoundedHttp;

/// The story of the demo, told while it happens. Every figure comes from the part that made it:
/// chain, market, gateway, nodes.
public final class Story {
  private static final int PROVIDERS = 4;

  /// Of the opening; replacements are numbered on from here.
  private static final int LEGS = 3;

  private static final int EPOCHS = 6;
  private static final String BUCKET = "story";
  private static final long GIB = 1L << 30;
  private static final long VOLUME_BYTES = 8 * GIB;
  private static final BigInteger BUDGET = BigInteger.valueOf(100_000_000);
  private static final long DAY_SECONDS = 86_400;
  private static final double EPOCHS_PER_MONTH = 730 / 24.0;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Network network;
  private final Narrator narrator;
  private final StoryFile file;

  /// What the chapters hand on.
  private record Opened(
      Contracts contracts,
      Consumer consumer,
      Conservation conservation,
      EpochWatch epochs,
      Bytes32 slaId,
      KeyPair keys) {}

  /// How a leg was lost and found.
  private record Repaired(long killedProvider, long bytes) {}

  Story(Network network, Narrator narrator, StoryFile file) {
    this.network = network;
    this.narrator = narrator;
    this.file = file;
  }

  /// Tells it to the end; the network goes on.
  ///
  /// @param opened told the keys as soon as they exist
  StoryResult tell(java.util.function.Consumer<KeyPair> opened)
      throws IOException, InterruptedException {
    narrator.chapter("The network starts: chain, contracts, database, providers, reporters");
    network.up(step -> narrator.say(step));
    try (var rpc = new JsonRpc(network.plan().url(Member.ANVIL), RetryPolicy.STANDARD);
        var market = new MarketClient(network.plan().url(Member.PLATFORM))) {
      var deployment = Deployment.read(network.plan().deployment());
      var contracts = Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment);
      showOffers(market);
      var story = openSla(contracts, market);
      opened.accept(story.keys());
      try (var bucket =
          StoryBucket.open(network.plan().url(Member.GATEWAY), story.keys(), BUCKET)) {
        boolean match = storeAndRead(bucket);
        earn(story);
        var repaired = loseANode(story, bucket);
        boolean stillMatches = loseThePlatform(story, bucket);
        return end(story, repaired, match && stillMatches);
      }
    }
  }

  private void showOffers(MarketClient market) throws IOException, InterruptedException {
    narrator.chapter("Four providers with disks of their own publish signed offers");
    int listed = market.awaitOffers(PROVIDERS, PATIENCE);
    if (listed < PROVIDERS) {
      throw new IllegalStateException(
          "Only %d of %d providers have published an offer; `flashback logs` tells why."
              .formatted(listed, PROVIDERS));
    }
    List<OfferEntry> offers = market.offers();
    for (var offer : offers) {
      narrator.say(
          "node-%d  %-13s %-6s %s per GiB and month (of %.1f epochs)"
              .formatted(
                  offer.providerId(),
                  offer.storageClass(),
                  offer.region(),
                  Dollars.text(perChainMonth(offer.pricePerGibMonth())),
                  EPOCHS_PER_MONTH));
    }
  }

  /// Offers price 730 hours; on the development chain a day is one epoch, and people think in
  /// those.
  private BigInteger perChainMonth(BigInteger per730Hours) {
    return per730Hours
        .multiply(BigInteger.valueOf(network.plan().epochSeconds()))
        .divide(BigInteger.valueOf(DAY_SECONDS));
  }

  private Opened openSla(Contracts contracts, MarketClient market)
      throws IOException, InterruptedException {
    narrator.chapter("A consumer asks for 2 of 3 in Europe, signs once, and the payment locks");
    var consumer =
        new Consumer(contracts, market, DevelopmentWallet.CONSUMER.key(contracts.chain().id()));
    var conservation = Conservation.begin(contracts);
    long epochSeconds = contracts.orchestrator().schedule().epochSeconds();
    QuotedTerms quote = consumer.ask(wishes(EPOCHS * epochSeconds));
    narrator.say(
        "quote %s: %s for %d s, of that %s in reserve for a replacement"
            .formatted(
                quote.quoteHash(),
                Dollars.text(quote.total()),
                EPOCHS * epochSeconds,
                Dollars.text(quote.reserve())));
    for (var leg : quote.legs()) {
      narrator.say(
          "  leg at node-%d: deposit %s, collateral %s"
              .formatted(
                  leg.providerId(), Dollars.text(leg.deposit()), Dollars.text(leg.collateral())));
    }
    var sla = consumer.accept(quote);
    narrator.say("three agreements are open, by one transaction: %s".formatted(sla.transaction()));
    var gateway = DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address();
    var epochs = new EpochWatch(contracts, sla.slaId(), narrator);
    long grant = consumer.grant(gateway, sla.slaId(), epochs.now(), quote.egressEscrow());
    var keys = Consumer.keyPair(network.plan(), contracts.chain().id(), grant);
    narrator.say(
        "grant %d lets the gateway's session key act; S3 key %s"
            .formatted(grant, keys.accessKeyId()));
    return new Opened(contracts, consumer, conservation, epochs, sla.slaId(), keys);
  }

  private Consumer.Wishes wishes(long durationSeconds) {
    return new Consumer.Wishes(
        Math.max(VOLUME_BYTES, 2 * file.bytes()),
        durationSeconds,
        2,
        3,
        List.of("eu-de", "eu-fr", "eu-nl", "eu-se"),
        StorageClass.FAST,
        Math.max(GIB, 16 * file.bytes()),
        BUDGET);
  }

  private boolean storeAndRead(StoryBucket bucket) throws IOException, InterruptedException {
    narrator.chapter(
        "The AWS SDK stores %s and reads it back".formatted(file.path().getFileName()));
    retryWhileGrantIsNew(bucket);
    try (var bar = narrator.progress("upload", file.bytes(), "MiB")) {
      bucket.upload("file", file, bar::advanceTo);
    }
    return readAll(bucket, "download");
  }

  /// The gateway sees a grant one block after it was given.
  private static void retryWhileGrantIsNew(StoryBucket bucket)
      throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        bucket.create();
        return;
      } catch (RefusedException e) {
        if (tries >= 50 || e.status() != 403) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
  }

  private boolean readAll(StoryBucket bucket, String what) throws IOException {
    String sha256;
    try (var bar = narrator.progress(what, file.bytes(), "MiB")) {
      sha256 = bucket.download("file", bar::advanceTo);
    }
    boolean match = sha256.equals(file.sha256());
    narrator.say("SHA-256 %s".formatted(match ? "is the same" : "DIFFERS: " + sha256));
    return match;
  }

  private void earn(Opened story) throws InterruptedException {
    narrator.chapter("Epochs pass: seed, proof of possession, quality report, pay");
    story
        .epochs()
        .until(
            "the start of every agreement",
            PATIENCE,
            () -> {
              var live = story.epochs().live();
              return live.size() == 3
                  && live.stream().allMatch(agreement -> agreement.startEpoch() > 0);
            });
    long first =
        story.epochs().live().stream().mapToLong(AgreementView::startEpoch).max().orElseThrow();
    narrator.say("both sides signed what is stored; pay starts with epoch %d".formatted(first));
    story.epochs().tell(first);
    showWallets(story);
  }

  private void showWallets(Opened story) {
    var token = story.contracts().token(story.contracts().orchestrator().market(1).token());
    for (int i = 1; i <= Member.NODES; i++) {
      var payout = Conservation.payoutOf(story.contracts(), Member.node(i));
      var balance = token.balanceOf(payout);
      if (balance.signum() > 0) {
        narrator.say("node-%d has %s in its wallet %s".formatted(i, Dollars.text(balance), payout));
      }
    }
  }

  private Repaired loseANode(Opened story, StoryBucket bucket)
      throws IOException, InterruptedException {
    var lost = story.epochs().live().getFirst();
    var node = Member.node((int) lost.providerId());
    narrator.chapter(
        "%s is killed: reads go on, its epoch is unpaid, another takes its place"
            .formatted(node.name()));
    network.processes().kill(node);
    if (!readAll(bucket, "download without " + node.name())) {
      throw new IllegalStateException("The file came back different with one node gone.");
    }
    long missed = story.epochs().currentEpoch();
    story.epochs().tell(missed);
    story
        .epochs()
        .until(
            "the replacement of the lost leg",
            PATIENCE,
            () -> replacement(story, lost).isPresent());
    var replacement = replacement(story, lost).orElseThrow();
    narrator.say(
        "penalised and replaced within the signed mandate: node-%d takes over"
            .formatted(replacement.providerId()));
    long bytes = repair(story, lost, replacement);
    return new Repaired(lost.providerId(), bytes);
  }

  private static java.util.Optional<AgreementView> replacement(Opened story, AgreementView lost) {
    return story.contracts().lens().sla(story.slaId()).live().stream()
        .filter(agreement -> agreement.id().compareTo(lost.id()) != 0)
        .filter(agreement -> agreement.id().leg() >= LEGS)
        .findFirst();
  }

  /// Watches the new leg's disk fill until it holds as much as a leg that never failed.
  private long repair(Opened story, AgreementView lost, AgreementView replacement)
      throws IOException, InterruptedException {
    var whole =
        story.epochs().live().stream()
            .filter(leg -> !leg.id().equals(lost.id()) && !leg.id().equals(replacement.id()))
            .findFirst()
            .orElseThrow();
    long expected = disk(whole.providerId()).usedBytes();
    var filling = disk(replacement.providerId());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var bar =
        narrator.progress("repair onto node-" + replacement.providerId(), expected, "MiB")) {
      long bytes = filling.usedBytes();
      while (bytes < expected) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "Only %d of %d bytes were repaired within %d s; `flashback logs gateway` tells why."
                  .formatted(bytes, expected, PATIENCE.toSeconds()));
        }
        bar.advanceTo(bytes);
        Thread.sleep(200);
        bytes = filling.usedBytes();
      }
      bar.advanceTo(bytes);
      return bytes;
    }
  }

  private NodeDisk disk(long providerId) {
    return new NodeDisk(network.plan().url(Member.node((int) providerId)));
  }

  private boolean loseThePlatform(Opened story, StoryBucket bucket)
      throws IOException, InterruptedException {
    narrator.chapter(
        "The platform is killed (kill -9): providers still get paid, the consumer still reads");
    network.processes().kill(Member.PLATFORM);
    boolean match = readAll(bucket, "download without platform");
    var earning =
        story.epochs().live().stream()
            .min(java.util.Comparator.comparing(AgreementView::id))
            .orElseThrow();
    var payout = Conservation.payoutOf(story.contracts(), Member.node((int) earning.providerId()));
    var token = story.contracts().token(story.contracts().orchestrator().market(1).token());
    BigInteger before = token.balanceOf(payout);
    story
        .epochs()
        .until(
            "a settlement and a withdrawal without the platform",
            PATIENCE,
            () ->
                story.contracts().orchestrator().agreement(earning.id()).clock() > earning.clock()
                    && token.balanceOf(payout).compareTo(before) > 0);
    narrator.say(
        "node-%d settled and withdrew %s by itself"
            .formatted(
                earning.providerId(), Dollars.text(token.balanceOf(payout).subtract(before))));
    return match;
  }

  private StoryResult end(Opened story, Repaired repaired, boolean match)
      throws InterruptedException {
    narrator.chapter("The SLA ends: what was used is billed, the rest goes back");
    var ending = new Ending(story.contracts(), story.consumer(), story.epochs(), narrator);
    ending.close(story.slaId());
    var statement = new StatementReader(story.contracts()).of(story.slaId());
    for (var line : StatementForms.text(statement).split("\n", -1)) {
      narrator.say(line);
    }
    var shares = StatementForms.text(new SharesReader(story.contracts()).of(statement));
    shares.lines().forEach(narrator::say);
    var differences = story.conservation().differences(statement);
    differences.forEach(difference -> narrator.say("NOT CONSERVED: %s".formatted(difference)));
    return new StoryResult(
        file.bytes(),
        match,
        statement,
        differences.isEmpty(),
        verify(story, statement),
        repaired.killedProvider(),
        repaired.bytes(),
        story.epochs().passed(),
        narrator.secondsSinceBegin());
  }

  // As anybody could, with the statement's text, a node of the chain and what reporters serve.
  private boolean verify(Opened story, Statement statement) {
    var contracts = story.contracts();
    try (var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var records = new ReporterRecords(contracts.registry(), http, new ReportersEver(contracts));
      var text = StatementForms.json(statement).toString().getBytes(StandardCharsets.UTF_8);
      var verified = new StatementVerifier(contracts, records).verify(text);
      narrator.say(
          "verified without the platform: %d values, %d proofs, %d reports, %d raw records, %d signed answers"
              .formatted(
                  verified.values(),
                  verified.proofs(),
                  verified.reports(),
                  verified.records(),
                  verified.answers()));
      verified.open().forEach(what -> narrator.say("not checked: " + what));
      verified.differences().forEach(what -> narrator.say("NOT TRUE: " + what));
      return verified.agrees();
    } catch (IOException unreadable) {
      narrator.say("NOT VERIFIED: " + unreadable.getMessage());
      return false;
    }
  }

  static Path defaultFile(Path folder) {
    return folder.resolve("file-64MiB.bin");
  }
}
