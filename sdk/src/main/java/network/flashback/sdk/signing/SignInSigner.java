package network.flashback.sdk.signing;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Wallet;

/// Signs in with a wallet (EIP-4361), where the message is what it should be: of this platform, for
/// this wallet and chain, and soon over. A platform that passes on another one's message would be
/// signed in there as us.
public final class SignInSigner {
  private static final String ASKS = " wants you to sign in with your Ethereum account:";
  private static final int LENGTH_MAX = 4_096;
  private static final Duration LIFE_MAX = Duration.ofHours(1);
  private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,128}");
  private static final String REMEDY =
      "Ask for a challenge at the address that the platform calls its own, and set the clock of this machine.";

  private final Wallet wallet;
  private final URI endpoint;
  private final long chainId;
  private final InstantSource clock;

  /// Who signs in, and where.
  ///
  /// @param endpoint address of the platform as we know it
  /// @param chainId of the chain that we mean
  public SignInSigner(Wallet wallet, URI endpoint, long chainId, InstantSource clock) {
    this.wallet = wallet;
    this.endpoint = endpoint;
    this.chainId = chainId;
    this.clock = clock;
  }

  /// The signature of a challenge's message.
  ///
  /// @throws NotSignedException when the message is for somebody, something or somewhere else
  public Bytes sign(String message) {
    require(message.length() <= LENGTH_MAX, "the message is longer than any sign-in");
    var lines = new ArrayList<>(List.of(message.split("\n", -1)));
    require(lines.stream().allMatch(line -> TEXT.matcher(line).matches()), "it is no plain text");
    var origin = next(lines);
    require(origin.endsWith(ASKS), "the message does not ask for a sign-in");
    requireHere(origin.substring(0, origin.length() - ASKS.length()));
    requireWallet(next(lines));
    require(next(lines).isEmpty(), "the message is not as EIP-4361 has it");
    // A statement is one line with an empty one behind it, or the empty line alone.
    if (!next(lines).isEmpty()) {
      require(next(lines).isEmpty(), "its statement has several lines");
    }
    requireHere(value(lines, "URI: "));
    require(value(lines, "Version: ").equals("1"), "it is of an unknown version");
    require(value(lines, "Chain ID: ").equals(Long.toString(chainId)), "it is for another chain");
    require(NONCE.matcher(value(lines, "Nonce: ")).matches(), "its nonce is none");
    time(value(lines, "Issued At: "));
    var now = clock.instant();
    var until = time(value(lines, "Expiration Time: "));
    require(
        until.isAfter(now) && until.isBefore(now.plus(LIFE_MAX)),
        "it is over, or can be used for longer than an hour");
    require(lines.isEmpty(), "it asks for more than a sign-in: " + lines);
    return wallet.sign(new PersonalMessage(message).digest()).toBytes();
  }

  private void requireWallet(String address) {
    try {
      require(Address.parse(address).equals(wallet.address()), "it is for wallet " + address);
    } catch (IllegalArgumentException none) {
      throw refused("it names no wallet");
    }
  }

  /// An authority, or an address with one.
  private void requireHere(String place) {
    try {
      var named = new URI(place.contains("://") ? place : endpoint.getScheme() + "://" + place);
      var authority = String.valueOf(named.getRawAuthority()).toLowerCase(Locale.ROOT);
      require(
          authority.equals(endpoint.getRawAuthority().toLowerCase(Locale.ROOT)),
          "it is for %s, and we are at %s".formatted(authority, endpoint.getRawAuthority()));
    } catch (URISyntaxException none) {
      throw refused("it names no place");
    }
  }

  private static String next(List<String> lines) {
    require(!lines.isEmpty(), "the message ends too early");
    return lines.removeFirst();
  }

  private static String value(List<String> lines, String field) {
    var line = next(lines);
    require(line.startsWith(field), "it has no line '" + field.strip() + "'");
    return line.substring(field.length());
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      throw refused("'" + text + "' is no time");
    }
  }

  private static void require(boolean holds, String why) {
    if (!holds) {
      throw refused(why);
    }
  }

  private static NotSignedException refused(String why) {
    return new NotSignedException(why, REMEDY);
  }
}
