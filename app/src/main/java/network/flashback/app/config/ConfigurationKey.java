package network.flashback.app.config;

import static network.flashback.app.config.Role.BEACON;
import static network.flashback.app.config.Role.GATEWAY;
import static network.flashback.app.config.Role.NODE;
import static network.flashback.app.config.Role.PLATFORM;
import static network.flashback.app.config.Role.REPORTER;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every key that a configuration file may hold. The list is published (docs/configuration.md) and
/// a golden file, so that a renamed key is seen.
public enum ConfigurationKey {
  HTTP_HOST(
      "http.host", "127.0.0.1", "Address to listen on.", BEACON, PLATFORM, GATEWAY, NODE, REPORTER),
  HTTP_PORT("http.port", null, "Port to listen on.", BEACON, PLATFORM, GATEWAY, NODE, REPORTER),
  HTTP_TLS_CERTIFICATE(
      "http.tls.certificate",
      "",
      "PEM file with the certificate and its chain; with it the role speaks HTTPS alone. Read again"
          + " when it changes.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  HTTP_TLS_KEY(
      "http.tls.key",
      "",
      "PEM file with the certificate's key: PKCS#8, no passphrase, for its owner's eyes only.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  HTTP_TLS_TRUST(
      "http.tls.trust",
      "",
      "PEM file with certificates of authorities that the role believes beside the public ones,"
          + " whomever it calls; empty for none. Read at the start.",
      BEACON,
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  CHAIN_RPC(
      "chain.rpc",
      null,
      "URL of the chain's JSON-RPC endpoint.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  CHAIN_DEPLOYMENT(
      "chain.deployment",
      null,
      "File with chain id and contract addresses, written by `flashback deploy`.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  KEYSTORE(
      "keystore",
      null,
      "Wallet of the role: a Web3 Secret Storage (version 3) file.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  KEYSTORE_PASSWORD_FILE(
      "keystore.password.file",
      null,
      "File whose first line opens the keystore; only its owner may read it.",
      PLATFORM,
      GATEWAY,
      NODE,
      REPORTER),
  BEACON_URL("beacon.url", null, "URL of the drand HTTP API.", PLATFORM, NODE),
  BEACON_GENESIS("beacon.genesis", null, "Unix second of the first round.", BEACON),
  BEACON_PERIOD_SECONDS("beacon.period.seconds", "1", "Seconds between rounds.", BEACON),
  DATABASE_URL(
      "database.url", null, "JDBC URL of the role's own PostgreSQL database.", PLATFORM, GATEWAY),
  DATABASE_USER("database.user", "postgres", "Database user.", PLATFORM, GATEWAY),
  DATABASE_PASSWORD_FILE(
      "database.password.file",
      "",
      "File whose first line is the database password; empty for none.",
      PLATFORM,
      GATEWAY),
  DISPUTE_ANSWER(
      "dispute.answer",
      "automatic",
      "Whether disputes are answered by the program itself: 'automatic', or 'manual' with"
          + " `flashback dispute answer`. Silence loses.",
      GATEWAY,
      NODE),
  DISPUTE_EVIDENCE(
      "dispute.evidence",
      "evidence",
      "Folder that keeps the evidence of answered disputes.",
      GATEWAY,
      NODE),
  PLATFORM_CONSOLE(
      "platform.console", "", "Folder of the built console; empty for none.", PLATFORM),
  PLATFORM_ORIGINS(
      "platform.origins",
      "",
      "Where browsers reach the platform (https://market.example, comma between), and what sign-in"
          + " messages are for; empty for this machine's own browsers.",
      PLATFORM),
  PLATFORM_RATE_ADDRESS(
      "platform.rate.address",
      "3000",
      "Requests a minute that one address may send to the API without a token, and as many wrong"
          + " tokens; 0 for any number.",
      PLATFORM),
  PLATFORM_RATE_CALLER(
      "platform.rate.caller",
      "6000",
      "Requests a minute that one wallet or key may send to the API; 0 for any number.",
      PLATFORM),
  PLATFORM_TRUSTED_PROXIES(
      "platform.trusted.proxies",
      "",
      "Addresses (CIDR, comma between) of proxies whose X-Forwarded-For is believed; empty for"
          + " none.",
      PLATFORM),
  PLATFORM_PUBLIC_CHAIN(
      "platform.public.chain",
      "",
      "JSON-RPC endpoint that the console's pages may ask, without a secret in it; empty where only wallets are asked.",
      PLATFORM),
  PLATFORM_PUBLIC_GATEWAY(
      "platform.public.gateway",
      "",
      "S3 gateway that the console's pages may call, which names their origin in gateway.origins; empty for none.",
      PLATFORM),
  PLATFORM_GAS_EPOCH_GWEI(
      "platform.gas.epoch.gwei",
      "1000000000",
      "What settling may spend on gas in one epoch, replacements included; then it waits for a"
          + " lower price or the next epoch.",
      PLATFORM),
  GATEWAY_ROOT_KEY(
      "gateway.root.key", null, "File of the sealed root key; made when absent.", GATEWAY),
  GATEWAY_REGION("gateway.region", "us-east-1", "Region name in S3 signatures.", GATEWAY),
  GATEWAY_DOMAIN(
      "gateway.domain", "localhost", "Base domain of virtual-host style addresses.", GATEWAY),
  GATEWAY_TRUSTED_PROXIES(
      "gateway.trusted.proxies",
      "",
      "Addresses (CIDR, comma between) of proxies whose X-Forwarded-For is believed; empty for"
          + " none.",
      GATEWAY),
  GATEWAY_ORIGINS(
      "gateway.origins",
      "",
      "Origins (comma between) whose pages may call every bucket, such as the console's; empty for none.",
      GATEWAY),
  GATEWAY_ACKNOWLEDGE(
      "gateway.acknowledge",
      "k+1",
      "Receipts a write waits for: k, k+1 or n. A bucket's tag flashback:acknowledge goes before.",
      GATEWAY),
  GATEWAY_LAYOUT(
      "gateway.layout",
      "sealed",
      "Layout of new buckets where their SLA mirrors: sealed or native. A bucket's tag"
          + " flashback:layout goes before.",
      GATEWAY),
  GATEWAY_MANIFESTS(
      "gateway.manifests",
      "after",
      "Manifests reach the legs 'before' a write is acknowledged, or within a tick 'after' it.",
      GATEWAY),
  GATEWAY_BACKGROUND_BYTES_PER_SECOND(
      "gateway.background.bytes.per.second",
      "0",
      "What repair and jobs together may move in a second; 0 for no bound.",
      GATEWAY),
  GATEWAY_GAS_EPOCH_GWEI(
      "gateway.gas.epoch.gwei",
      "100000000",
      "What the gateway may spend on gas in one epoch to bring onto the chain what providers signed"
          + " and kept back; 0 to bring nothing.",
      GATEWAY),
  GATEWAY_MARKET_URL(
      "gateway.market.url", null, "Platform whose offers replace lost legs.", GATEWAY),
  NODE_PROVIDER_ID(
      "node.provider.id",
      "0",
      "Id of the provider in the Registry; 0 for the one that has the node's key.",
      NODE),
  NODE_DISK(
      "node.disk",
      null,
      "Folder that keeps the pieces; with commas between, one for each disk.",
      NODE),
  NODE_CAPACITY_BYTES(
      "node.capacity.bytes",
      null,
      "Bytes for sale on that disk; with commas between, of each disk in the same order.",
      NODE),
  NODE_CLASS("node.class", "FAST", "FAST, DECENTRALIZED or ARCHIVE.", NODE),
  NODE_REGION("node.region", null, "Where the disk stands, such as eu-de.", NODE),
  NODE_PRICE_GIB_MONTH(
      "node.price.gib.month",
      null,
      "Price of one GiB for 730 hours, in the token's smallest unit.",
      NODE),
  NODE_PRICE_EGRESS_GIB(
      "node.price.egress.gib",
      null,
      "Price of one GiB served, in the token's smallest unit.",
      NODE),
  NODE_COLLATERAL_SECONDS(
      "node.collateral.seconds",
      "2592000",
      "Collateral of an agreement in seconds of its pay.",
      NODE),
  NODE_WINDOW_BYTES(
      "node.window.bytes", "8388608", "Bytes served before a voucher must cover them.", NODE),
  NODE_CLAIM_MINIMUM(
      "node.claim.minimum",
      "1",
      "Earnings, in the token's smallest unit, from which on they are withdrawn.",
      NODE),
  NODE_CLAIM_GAS_GWEI(
      "node.claim.gas.gwei.max",
      "100",
      "Price of a gas, in gwei, above which pay is not collected but waits; audits, answers and"
          + " revisions do not wait. 0 for no bound of its own.",
      NODE),
  NODE_MARKET_URL("node.market.url", "", "Where offers are published; empty for nowhere.", NODE),
  NODE_ANSWERS_BYTES(
      "node.answers.bytes.max",
      "0",
      "Largest leg for which requests for quotes are answered by the node itself; 0 answers none.",
      NODE),
  NODE_ANSWERS_PRICE(
      "node.answers.price.gib.month",
      "",
      "Price of such answers for one GiB and 730 hours, in the token's smallest unit; empty for node.price.gib.month.",
      NODE),
  NODE_MANDATES(
      "node.mandates",
      "",
      "Folder of the consumers' mandates under which agreements are renewed; empty for never.",
      NODE),
  NODE_PROMISE_UPTIME(
      "node.promise.uptime.bps",
      "9995",
      "Promised: answered probes of all probes, in basis points. Below it a part of the epoch's pay is lost.",
      NODE),
  NODE_PROMISE_LATENCY(
      "node.promise.latency.millis",
      "1000",
      "Promised: most milliseconds to the first byte, 95th percentile.",
      NODE),
  NODE_PROMISE_THROUGHPUT(
      "node.promise.throughput.kib",
      "0",
      "Promised: least KiB per second, reading and writing; 0 promises nothing.",
      NODE),
  NODE_PROMISE_ERRORS(
      "node.promise.error.bps",
      "100",
      "Promised: most wrong answers of all answers, in basis points.",
      NODE),
  REPORTER_ID("reporter.id", null, "Id of the reporter in the Registry.", REPORTER),
  REPORTER_RECORDS("reporter.records", null, "Folder that keeps the raw records.", REPORTER),
  REPORTER_MARKET_URL(
      "reporter.market.url",
      "",
      "Market that is asked for promises of quality which nodes withhold; empty for none.",
      REPORTER);

  private final String key;
  private final @org.jspecify.annotations.Nullable String fallback;
  private final String meaning;

  // Set.copyOf cannot be changed; the checker knows only Guava's type to say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Role> roles;

  ConfigurationKey(
      String key,
      @org.jspecify.annotations.Nullable String fallback,
      String meaning,
      Role first,
      Role... rest) {
    this.key = key;
    this.fallback = fallback;
    this.meaning = meaning;
    this.roles = Set.copyOf(EnumSet.of(first, rest));
  }

  /// The word in the file.
  public String key() {
    return key;
  }

  /// The value when the file is silent; empty when the key must be given.
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  public String meaning() {
    return meaning;
  }

  /// Whether a file of this role may hold the key.
  public boolean belongsTo(Role role) {
    return roles.contains(role);
  }

  /// All keys of one role, in the order of this list.
  public static List<ConfigurationKey> of(Role role) {
    return Arrays.stream(values()).filter(key -> key.belongsTo(role)).toList();
  }
}
