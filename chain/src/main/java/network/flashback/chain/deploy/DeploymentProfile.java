package network.flashback.chain.deploy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// What a chain's contracts are to be created with: every key of [ProfileKey] with its value.
public final class DeploymentProfile {
  private static final String NEXT = "next";
  private static final String TREASURY = "treasury";

  /// Room for a deployment to finish before its first epoch begins.
  private static final long BEFORE_GENESIS_SECONDS = 3600;

  private static final BigInteger UINT256_END = BigInteger.ONE.shiftLeft(256);

  private final Map<ProfileKey, String> values;

  private DeploymentProfile(EnumMap<ProfileKey, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /// Reads a profile: lines of `key = value`.
  ///
  /// @throws IllegalArgumentException when a key is unknown, missing, or has a value it cannot have
  public static DeploymentProfile read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var given = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(key -> given.put(key, properties.getProperty(key)));
    return of(given);
  }

  /// The profile with these values, and defaults for all others.
  public static DeploymentProfile of(Map<String, String> given) {
    var values = new EnumMap<ProfileKey, String>(ProfileKey.class);
    given.forEach(
        (key, value) ->
            values.put(
                ProfileKey.of(key)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "The profile's key '%s' is not known. Known are: %s."
                                    .formatted(key, keys()))),
                value.strip()));
    for (var key : ProfileKey.values()) {
      if (!values.containsKey(key)) {
        values.put(
            key,
            key.fallback()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "The profile lacks '%s': %s Add a line '%s = ...'."
                                .formatted(key.key(), key.meaning(), key.key()))));
      }
    }
    return new DeploymentProfile(values);
  }

  /// The same with the genesis fixed, so that it says the same whenever it is read.
  public DeploymentProfile fixedAt(Instant now) {
    if (!text(ProfileKey.GENESIS).equals(NEXT)) {
      return this;
    }
    long epoch = seconds(ProfileKey.EPOCH);
    long least = now.getEpochSecond() + BEFORE_GENESIS_SECONDS;
    var fixed = new EnumMap<ProfileKey, String>(values);
    fixed.put(ProfileKey.GENESIS, Long.toString(Math.ceilDiv(least, epoch) * epoch));
    return new DeploymentProfile(fixed);
  }

  public long chainId() {
    return number(ProfileKey.CHAIN_ID, 1, Long.MAX_VALUE);
  }

  public Address stableCoin() {
    return address(ProfileKey.STABLE_COIN, text(ProfileKey.STABLE_COIN));
  }

  private Optional<Address> wrappedCoin() {
    var text = text(ProfileKey.WRAPPED_COIN);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var coin = address(ProfileKey.WRAPPED_COIN, text);
    if (coin.equals(stableCoin())) {
      throw wrong(ProfileKey.WRAPPED_COIN, "another token than 'stable.coin'");
    }
    return Optional.of(coin);
  }

  /// By the words of the file.
  public Map<String, String> asText() {
    var text = new TreeMap<String, String>();
    values.forEach((key, value) -> text.put(key.key(), value));
    return text;
  }

  /// What it says, as the deployer wants it. Needs a fixed genesis.
  public DeploymentPlan plan() {
    return new DeploymentPlan(
        new Schedule(
            number(ProfileKey.GENESIS, 1, 0xffff_ffffL),
            seconds(ProfileKey.EPOCH),
            seconds(ProfileKey.AUDIT_WINDOW),
            seconds(ProfileKey.QUALITY_WINDOW),
            seconds(ProfileKey.FINALITY)),
        seconds(ProfileKey.START),
        seconds(ProfileKey.NOTICE),
        seconds(ProfileKey.OFFER_LIFE),
        seconds(ProfileKey.UNBONDING),
        beaconKey(),
        number(ProfileKey.DRAND_GENESIS, 1, Long.MAX_VALUE),
        seconds(ProfileKey.DRAND_PERIOD),
        seconds(ProfileKey.DRAND_FALLBACK),
        Math.toIntExact(number(ProfileKey.CHALLENGES, 1, 255)),
        List.of(amount(ProfileKey.STAKE_STABLE), amount(ProfileKey.STAKE_FLASH)),
        amount(ProfileKey.REPORTER_STAKE),
        Optional.of(stableCoin()),
        wrappedCoin(),
        Math.toIntExact(number(ProfileKey.FEE_BPS, 0, 500)),
        voting(),
        disputes(),
        prepaid(),
        new BountyTerms(
            new Wei(amount(ProfileKey.BOUNTY_GAS_PRICE)), amount(ProfileKey.BOUNTY_RATE)),
        treasury());
  }

  private Address treasury() {
    return address(ProfileKey.TREASURY, text(ProfileKey.TREASURY));
  }

  private PrepaidTerms prepaid() {
    var operator = text(ProfileKey.FIAT_OPERATOR);
    return new PrepaidTerms(
        Math.toIntExact(number(ProfileKey.CREDITS_FEE_BPS, 0, 500)),
        seconds(ProfileKey.CREDITS_REDEEM),
        operator.equals(TREASURY) ? treasury() : address(ProfileKey.FIAT_OPERATOR, operator),
        seconds(ProfileKey.FIAT_HOLD));
  }

  private VotingTerms voting() {
    return new VotingTerms(
        seconds(ProfileKey.DAY),
        seconds(ProfileKey.TIMELOCK),
        seconds(ProfileKey.UNLOCK),
        seconds(ProfileKey.VOTING_DELAY),
        seconds(ProfileKey.VOTING_PERIOD),
        amount(ProfileKey.PROPOSAL_THRESHOLD),
        Math.toIntExact(number(ProfileKey.QUORUM_PERCENT, 0, 100)));
  }

  private DisputeTerms disputes() {
    return new DisputeTerms(
        amount(ProfileKey.BOND),
        amount(ProfileKey.APPEAL_BOND),
        seconds(ProfileKey.DISPUTE),
        seconds(ProfileKey.ANSWER),
        seconds(ProfileKey.RULING),
        seconds(ProfileKey.APPEAL),
        Arrays.stream(text(ProfileKey.ARBITRATORS).split(",", -1))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .map(address -> address(ProfileKey.ARBITRATORS, address))
            .toList());
  }

  /// Four words, in the order of EIP-197.
  private List<BigInteger> beaconKey() {
    byte[] key;
    try {
      key = Bytes.fromHex("0x" + text(ProfileKey.DRAND_KEY)).toArray();
    } catch (IllegalArgumentException notHex) {
      throw wrong(ProfileKey.DRAND_KEY, "128 bytes in hex, without 0x");
    }
    if (key.length != 4 * Bytes32.SIZE) {
      throw wrong(ProfileKey.DRAND_KEY, "128 bytes in hex, without 0x");
    }
    return IntStream.range(0, 4)
        .mapToObj(word -> Bytes32.of(key, word * Bytes32.SIZE).toInteger())
        .toList();
  }

  private String text(ProfileKey key) {
    return values.getOrDefault(key, "");
  }

  private long seconds(ProfileKey key) {
    return number(key, 1, 0xffff_ffffL);
  }

  private long number(ProfileKey key, long least, long most) {
    var number = amount(key);
    if (number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw wrong(key, "from %d to %d".formatted(least, most));
    }
    return number.longValueExact();
  }

  private BigInteger amount(ProfileKey key) {
    if (!text(key).matches("[0-9]{1,78}")) {
      throw wrong(key, "a whole number");
    }
    var number = new BigInteger(text(key));
    if (number.compareTo(UINT256_END) >= 0) {
      throw wrong(key, "less than 2^256");
    }
    return number;
  }

  private Address address(ProfileKey key, String text) {
    try {
      var address = Address.parse(text);
      if (!address.isZero()) {
        return address;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "The profile's '%s': %s".formatted(key.key(), malformed.getMessage()), malformed);
    }
    throw wrong(key, "an address that is not zero");
  }

  private IllegalArgumentException wrong(ProfileKey key, String wanted) {
    return new IllegalArgumentException(
        "The profile's '%s' is '%s', but must be %s. %s"
            .formatted(key.key(), text(key), wanted, key.meaning()));
  }

  private static String keys() {
    return String.join(", ", Arrays.stream(ProfileKey.values()).map(ProfileKey::key).toList());
  }
}
