package network.flashback.app.setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.flashback.app.client.MarketClient;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.setup.Interview.Question;
import network.flashback.app.setup.Interview.Reading;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Token;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.market.listing.OfferEntry;
import org.jspecify.annotations.Nullable;

/// What somebody with disks is asked before a node can run, in this order.
public final class NodeInterview {
  private static final int MARKET = 1;
  private static final int NAME_MAX = 80;
  private static final String NEW = "new";
  private static final String OWNER = "owner";

  private final Interview interview;
  private final Options options;
  private final NodeFolder folder;
  private final Optional<Configuration> before;
  private final SecureRandom random;
  private final PrintWriter notes;

  /// What the command line says already.
  @FunctionalInterface
  public interface Options {
    /// The value of an option such as `--rpc`; null when it was not given.
    @Nullable String of(String option);
  }

  /// @param before what an earlier set-up wrote: its answers are the defaults
  /// @param notes for what is worth knowing and no question
  public NodeInterview(
      Interview interview,
      Options options,
      NodeFolder folder,
      Optional<Configuration> before,
      SecureRandom random,
      PrintWriter notes) {
    this.interview = interview;
    this.options = options;
    this.folder = folder;
    this.before = before;
    this.random = random;
    this.notes = notes;
  }

  public URI rpc() {
    return ask(
        "--rpc",
        "Chain RPC",
        "JSON-RPC address of a node of the chain, best one of your own.",
        known(ConfigurationKey.CHAIN_RPC),
        Readings::url);
  }

  public Path deployment() {
    return ask(
        "--deployment",
        "Deployment file",
        "The file with the contracts' addresses, from a source that you trust.",
        known(ConfigurationKey.CHAIN_DEPLOYMENT),
        Readings::file);
  }

  /// The rest, once the chain is known.
  public NodePlan rest(URI rpc, Path deployment, Contracts contracts) throws InterruptedException {
    var token = contracts.token(contracts.orchestrator().market(MARKET).token());
    var beacon =
        ask(
            "--beacon",
            "Beacon",
            "HTTP address of a drand relay, from which a node fetches seeds that nobody posts.",
            known(ConfigurationKey.BEACON_URL),
            Readings::url);
    var disks = new DiskQuestions(this::ask, this::known, folder.path()).disks();
    var region =
        ask(
            "--region",
            "Region",
            "Where the disks stand, such as eu-de: consumers choose by it.",
            known(ConfigurationKey.NODE_REGION),
            Region::new);
    var storageClass = storageClass();
    var platform = platform();
    var prices = prices(platform, storageClass, token);
    var endpoint = endpoint();
    var setup =
        new NodeSetup(
            rpc,
            deployment,
            beacon,
            host(endpoint),
            port(endpoint),
            Optional.of(endpoint),
            disks,
            storageClass,
            region,
            prices.gibMonth(),
            prices.egressGib(),
            platform,
            Optional.empty());
    var name = name(endpoint);
    var nodeKey = nodeKey();
    var owner =
        wallet(
            OWNER,
            "Owner's wallet",
            "It registers and stakes, and alone can leave; keep its keystore away from this machine later.",
            NEW,
            Optional.empty());
    var payout =
        wallet(
            NodeFolder.PAYOUT,
            "Payout wallet",
            "Where earnings are sent.",
            OWNER,
            Optional.of(owner));
    return new NodePlan(setup, endpoint, name, nodeKey, owner, payout);
  }

  private URI endpoint() throws InterruptedException {
    return ask(
        "--endpoint",
        "Public endpoint",
        "The URL under which gateways reach this node; the register shows it to everybody.",
        folder.profiled("endpoint"),
        Readings::url);
  }

  /// Token units.
  private record Prices(BigInteger gibMonth, BigInteger egressGib) {}

  private Prices prices(Optional<URI> platform, StorageClass storageClass, Token token)
      throws InterruptedException {
    var median =
        platform.isEmpty()
            ? Optional.<OfferEntry>empty()
            : median(platform.get(), storageClass, token);
    var gibMonth =
        ask(
            "--price",
            "Price per GiB and month",
            "What one GiB costs for 730 hours, in " + token.symbol() + ".",
            known(ConfigurationKey.NODE_PRICE_GIB_MONTH)
                .map(units -> Readings.decimal(token, new BigInteger(units)))
                .or(() -> median.map(offer -> Readings.decimal(token, offer.pricePerGibMonth()))),
            text -> Readings.units(token, text));
    var egressGib =
        ask(
            "--egress-price",
            "Price per GiB served",
            "What one GiB costs that is read from you, in " + token.symbol() + ".",
            known(ConfigurationKey.NODE_PRICE_EGRESS_GIB)
                .map(units -> Readings.decimal(token, new BigInteger(units)))
                .or(() -> median.map(offer -> Readings.decimal(token, offer.egressPerGib()))),
            text -> Readings.units(token, text));
    return new Prices(gibMonth, egressGib);
  }

  private StorageClass storageClass() {
    return ask(
        "--class",
        "Class",
        "FAST answers at once, DECENTRALIZED is spread wide, ARCHIVE is cheap and slow.",
        known(ConfigurationKey.NODE_CLASS).or(() -> Optional.of("FAST")),
        Readings::storageClass);
  }

  private Optional<URI> platform() {
    return ask(
        "--platform",
        "Platform",
        "The URL of a platform that lists your offers; empty for none.",
        known(ConfigurationKey.NODE_MARKET_URL).or(() -> Optional.of("")),
        text -> text.isEmpty() ? Optional.<URI>empty() : Optional.of(Readings.url(text)));
  }

  private String host(URI endpoint) {
    // TLS ends at a proxy, which is then the only one to ask this port.
    var usual = "https".equals(endpoint.getScheme()) ? "127.0.0.1" : "0.0.0.0";
    return ask(
        "--host",
        "Address to listen on",
        "The address of this machine on which the node listens.",
        known(ConfigurationKey.HTTP_HOST).or(() -> Optional.of(usual)),
        text -> text);
  }

  private int port(URI endpoint) {
    boolean plain = "http".equals(endpoint.getScheme()) && endpoint.getPort() > 0;
    return ask(
        "--port",
        "Port to listen on",
        "The port on which the node listens; a router or proxy leads the endpoint to it.",
        known(ConfigurationKey.HTTP_PORT)
            .or(() -> Optional.of(plain ? Integer.toString(endpoint.getPort()) : "9101")),
        Readings::port);
  }

  private String name(URI endpoint) {
    return ask(
        "--name",
        "Name",
        "What the provider is called in its profile.",
        folder.profiled("name").or(() -> Optional.ofNullable(endpoint.getHost())),
        text -> {
          if (text.length() > NAME_MAX) {
            throw new IllegalArgumentException(
                "The name has more than " + NAME_MAX + " characters: shorten it.");
          }
          return text;
        });
  }

  private WalletPlan nodeKey() {
    var there = before.map(config -> config.path(ConfigurationKey.KEYSTORE));
    var kept =
        ask(
            "--node-key",
            "Node key",
            "Keystore of the key that the node signs and sends with, or 'new'.",
            Optional.of(there.map(Path::toString).orElse(NEW)),
            text -> text.equals(NEW) ? Optional.<Path>empty() : Optional.of(Readings.file(text)));
    if (kept.isEmpty()) {
      return WalletPlan.Made.of(random, Optional.empty());
    }
    var keystore = kept.get();
    var secret =
        before
            .map(config -> config.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE))
            .filter(_ -> there.filter(keystore::equals).isPresent())
            .orElse(keystore.resolveSibling("key.pass"));
    return ask(
        "--node-key-password-file",
        "File with its passphrase",
        "The first line opens the keystore whenever the node starts; only its owner may read it.",
        Optional.of(secret.toString()),
        text -> WalletPlan.opened(keystore, Readings.file(text)));
  }

  /// @param like what the word `owner` means
  private WalletPlan wallet(
      String wallet, String title, String help, String usual, Optional<WalletPlan> like) {
    var there = folder.path().resolve(NodeFolder.keystore(wallet));
    var words = like.isPresent() ? "'owner', 'new'" : "'new'";
    return ask(
        "--" + wallet,
        title,
        help + " " + words + ", a keystore's path, or an address.",
        Optional.of(Files.exists(there) ? there.toString() : usual),
        text -> {
          if (text.equals(OWNER) && like.isPresent()) {
            return new WalletPlan.Elsewhere(like.get().address(), Optional.empty());
          }
          if (text.equals(NEW)) {
            return WalletPlan.Made.of(
                random, interview.newSecret("the " + title.toLowerCase(Locale.ROOT)));
          }
          return elsewhere(text);
        });
  }

  private static WalletPlan elsewhere(String text) {
    if (text.startsWith("0x")) {
      return new WalletPlan.Elsewhere(Address.parse(text), Optional.empty());
    }
    var keystore = Readings.file(text);
    return new WalletPlan.Elsewhere(WalletPlan.addressIn(keystore), Optional.of(keystore));
  }

  private <T> T ask(
      String option, String title, String help, Optional<String> fallback, Reading<T> reading) {
    return interview.ask(new Question(option, title, help, fallback), options.of(option), reading);
  }

  private Optional<String> known(ConfigurationKey key) {
    return before.map(
        config ->
            switch (key) {
              case CHAIN_DEPLOYMENT -> config.path(key).toString();
              case NODE_DISK ->
                  String.join(", ", config.paths(key).stream().map(Path::toString).toList());
              default -> config.text(key);
            });
  }

  /// The offer in the middle of those of a class, by price.
  private Optional<OfferEntry> median(URI platform, StorageClass storageClass, Token token)
      throws InterruptedException {
    try (var market = new MarketClient(platform)) {
      List<OfferEntry> offers =
          market.offers().stream()
              .filter(offer -> offer.storageClass() == storageClass)
              .filter(offer -> offer.offer().market() == MARKET)
              .sorted(Comparator.comparing(OfferEntry::pricePerGibMonth))
              .toList();
      if (offers.isEmpty()) {
        notes.println("The platform lists no offer of this class yet: the price is yours to set.");
        return Optional.empty();
      }
      var middle = offers.get(offers.size() / 2);
      notes.printf(
          "The median of %d offers of this class is %s %s per GiB and month.%n",
          offers.size(), Readings.decimal(token, middle.pricePerGibMonth()), token.symbol());
      return Optional.of(middle);
    } catch (IOException | UncheckedIOException | IllegalArgumentException silent) {
      notes.println("The platform tells no prices: " + silent.getMessage());
      return Optional.empty();
    }
  }
}
