package network.flashback.market.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;

/// A message by which a wallet signs in (EIP-4361), read as strictly as its grammar is.
///
/// @param scheme before the domain; most wallets leave it out
/// @param domain authority (RFC 3986) that asks for the signature
/// @param notBefore from when on it counts
public record SignInMessage(
    Optional<String> scheme,
    String domain,
    Address address,
    Optional<String> statement,
    URI uri,
    long chainId,
    String nonce,
    Instant issuedAt,
    Optional<Instant> expiresAt,
    Optional<Instant> notBefore,
    Optional<String> requestId,
    List<URI> resources) {
  private static final int LENGTH_MAX = 4_096;
  private static final int RESOURCES_MAX = 16;
  private static final String ASKS = " wants you to sign in with your Ethereum account:";
  private static final String FIELD = "message";

  /// `reserved` and `unreserved` of RFC 3986, and the space.
  private static final Pattern STATEMENT =
      Pattern.compile("[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;= ]+");

  private static final Pattern ORIGIN =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.\\-]*)://)?([A-Za-z0-9.\\-_~:\\[\\]%@]+)");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
  private static final Pattern REQUEST_ID =
      Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*");

  public SignInMessage {
    resources = List.copyOf(resources);
  }

  /// Reads a message as it was signed.
  ///
  /// @throws Refused when a character is not as the grammar has it
  public static SignInMessage parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw refused("has " + text.length() + " characters; at most " + LENGTH_MAX + " are read");
    }
    var lines = new Lines(text);
    var origin = lines.next("the line that asks for the signature");
    if (!origin.endsWith(ASKS)) {
      throw refused("has no first line that ends with \"" + ASKS.strip() + "\"");
    }
    var asking = ORIGIN.matcher(origin.substring(0, origin.length() - ASKS.length()));
    if (!asking.matches()) {
      throw refused("names no domain in its first line");
    }
    var address = address(lines.next("the address"));
    lines.empty();
    var statement = statement(lines);
    var uri = uri(lines.value("URI: "));
    if (!lines.value("Version: ").equals("1")) {
      throw refused("is of another version than 1");
    }
    var chainId = chainId(lines.value("Chain ID: "));
    var nonce = lines.value("Nonce: ");
    if (!nonce.matches("[A-Za-z0-9]{8,128}")) {
      throw refused("has a nonce that is not 8 to 128 letters and digits");
    }
    var issuedAt = time(lines.value("Issued At: "));
    var expiresAt = lines.optional("Expiration Time: ").map(SignInMessage::time);
    var notBefore = lines.optional("Not Before: ").map(SignInMessage::time);
    var requestId = lines.optional("Request ID: ");
    if (requestId.filter(id -> !REQUEST_ID.matcher(id).matches()).isPresent()) {
      throw refused("has a request id with other characters than RFC 3986 allows in a path");
    }
    var resources = resources(lines);
    lines.end();
    return new SignInMessage(
        Optional.ofNullable(asking.group(1)),
        asking.group(2),
        address,
        statement,
        uri,
        chainId,
        nonce,
        issuedAt,
        expiresAt,
        notBefore,
        requestId,
        resources);
  }

  /// As a wallet shows and signs it.
  public String text() {
    var text = new StringBuilder();
    scheme.ifPresent(name -> text.append(name).append("://"));
    text.append(domain).append(ASKS).append('\n').append(address).append("\n\n");
    statement.ifPresent(words -> text.append(words).append('\n'));
    text.append("\nURI: ").append(uri).append("\nVersion: 1\nChain ID: ").append(chainId);
    text.append("\nNonce: ").append(nonce).append("\nIssued At: ").append(issuedAt);
    expiresAt.ifPresent(time -> text.append("\nExpiration Time: ").append(time));
    notBefore.ifPresent(time -> text.append("\nNot Before: ").append(time));
    requestId.ifPresent(id -> text.append("\nRequest ID: ").append(id));
    if (!resources.isEmpty()) {
      text.append("\nResources:");
      resources.forEach(resource -> text.append("\n- ").append(resource));
    }
    return text.toString();
  }

  private static Address address(String line) {
    try {
      var address = Address.parse(line);
      if (address.toString().equals(line)) {
        return address;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below, together with what lacks its checksum.
    }
    throw refused("has no address with the checksum of EIP-55 in its second line");
  }

  private static Optional<String> statement(Lines lines) {
    var line = lines.next("a statement, or an empty line");
    if (line.isEmpty()) {
      return Optional.empty();
    }
    if (!STATEMENT.matcher(line).matches()) {
      throw refused("has a statement with other characters than RFC 3986 knows");
    }
    lines.empty();
    return Optional.of(line);
  }

  private static URI uri(String text) {
    try {
      var uri = new URI(text);
      if (uri.isAbsolute() && text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Said below.
    }
    throw refused("names something that is no URI");
  }

  private static long chainId(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw refused("has a chain id that is no number of at most 18 digits");
    }
    return Long.parseLong(text);
  }

  private static Instant time(String text) {
    try {
      if (TIME.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException malformed) {
      // Said below, together with what has another form.
    }
    throw refused("has a time that is not as RFC 3339 writes it");
  }

  private static List<URI> resources(Lines lines) {
    var label = lines.optional("Resources:");
    if (label.isEmpty()) {
      return List.of();
    }
    if (!label.get().isEmpty()) {
      throw refused("has something behind \"Resources:\" in one line");
    }
    var all = new ArrayList<URI>();
    for (var next = lines.optional("- "); next.isPresent(); next = lines.optional("- ")) {
      if (all.size() == RESOURCES_MAX) {
        throw refused("names more than " + RESOURCES_MAX + " resources");
      }
      all.add(uri(next.get()));
    }
    return all;
  }

  private static Refused refused(String why) {
    return new Refused(
        FIELD,
        why,
        "sign the text of POST /v1/sessions/challenge unchanged, or one of your own that follows"
            + " EIP-4361");
  }

  /// The lines of a message, from the first to the last; each ends with LF alone.
  private static final class Lines {
    private final String[] lines;
    private int next;

    Lines(String text) {
      this.lines = text.split("\n", -1);
    }

    String next(String what) {
      if (next == lines.length) {
        throw refused("ends before " + what);
      }
      return lines[next++];
    }

    void empty() {
      if (!next("an empty line").isEmpty()) {
        throw refused("has text in line " + next + ", which must be empty");
      }
    }

    String value(String label) {
      var line = next(label.strip());
      if (!line.startsWith(label)) {
        throw refused("has no \"" + label.strip() + "\" in line " + next);
      }
      return line.substring(label.length());
    }

    Optional<String> optional(String label) {
      if (next == lines.length || !lines[next].startsWith(label)) {
        return Optional.empty();
      }
      return Optional.of(lines[next++].substring(label.length()));
    }

    void end() {
      if (next < lines.length) {
        throw refused("has something unexpected in line " + (next + 1));
      }
    }
  }
}
