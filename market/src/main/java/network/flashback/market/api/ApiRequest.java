package network.flashback.market.api;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.http.BodyTooLargeException;
import network.flashback.http.HttpRequest;
import network.flashback.http.Router;
import network.flashback.http.Router.PathParams;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.account.Role;
import network.flashback.market.json.JsonReader;
import org.jspecify.annotations.Nullable;

/// A request whose parameters were checked against its route.
final class ApiRequest {
  private final HttpRequest http;
  private final PathParams path;
  private final Admitted admitted;
  private final Map<String, String> query;
  private final int bodyMax;
  private byte @Nullable [] content;
  private String organisation;
  private String subject = "";

  /// @param admitted who asks
  ApiRequest(Route route, HttpRequest http, PathParams path, Admitted admitted) {
    this.http = http;
    this.path = path;
    this.admitted = admitted;
    this.bodyMax = route.bodyMax();
    this.query = checked(route, http.rawQuery().orElse(""));
    this.organisation = path.byName().getOrDefault(Gate.ORGANISATION, "");
  }

  <T extends Record> T body(Class<T> kind) {
    return JsonReader.read(kind, content());
  }

  /// The body as it was sent; read once.
  byte[] content() {
    if (content == null) {
      content = read();
    }
    return content;
  }

  private byte[] read() {
    try {
      return http.readBody(bodyMax);
    } catch (BodyTooLargeException tooLarge) {
      throw new MarketException(
          MarketError.BODY_TOO_LARGE,
          "The body is larger than " + bodyMax + " bytes.",
          "No such request needs as much: check what is sent.");
    } catch (IOException broken) {
      throw new Refused("body", "broke off before its end", "send it again");
    }
  }

  /// Who asks, where only people may.
  Person person() {
    if (admitted.caller() instanceof Person person) {
      return person;
    }
    throw new MarketException(
        MarketError.FORBIDDEN,
        "This is for people who are signed in, not for keys.",
        "Sign in with a wallet: POST /v1/sessions/challenge.");
  }

  Optional<Role> role() {
    return admitted.role();
  }

  /// What a header says, empty when it is not there.
  String header(String name) {
    return http.header(name).orElse("");
  }

  /// The organisation of the path, or the one that an operation says it concerned.
  String organisation() {
    return organisation;
  }

  /// What was done to what, for the log.
  String subject() {
    return subject;
  }

  /// Notes for the log what an operation does something to.
  void concerns(String ofOrganisation, String what) {
    organisation = ofOrganisation;
    subject = what;
  }

  /// A name of the path, bounded, for look-ups and the log.
  String name(String parameter) {
    var text = path.text(parameter);
    if (!text.matches("[A-Za-z0-9_]{1,64}")) {
      throw new Refused(parameter, "is no id", "copy it from the answer that named it");
    }
    return text;
  }

  Address wallet(String parameter) {
    try {
      return Address.parse(path.text(parameter));
    } catch (IllegalArgumentException malformed) {
      throw new Refused(
          parameter,
          "is no address, or is mistyped",
          "write 0x and 40 hex digits, and copy it again");
    }
  }

  Bytes32 hash(String parameter) {
    var text = path.text(parameter);
    if (!text.matches("0x[0-9a-fA-F]{64}")) {
      throw new Refused(parameter, "is no hash", "write 0x and 64 hex digits");
    }
    return Bytes32.fromHex(text);
  }

  AgreementId agreement(String parameter) {
    try {
      return AgreementId.parse(path.text(parameter));
    } catch (IllegalArgumentException malformed) {
      throw new Refused(parameter, "is no agreement id", "write it as a decimal number");
    }
  }

  long number(String parameter) {
    var text = path.text(parameter);
    if (!text.matches("[0-9]{1,18}")) {
      throw new Refused(parameter, "is no id", "write it as a decimal number");
    }
    return Long.parseLong(text);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  int limit(int usual, int most) {
    var limit = query("limit").map(Integer::parseInt).orElse(usual);
    return (int) Refused.requireRange("limit", limit, 1, most);
  }

  private static Map<String, String> checked(Route route, String raw) {
    var values = new HashMap<String, String>();
    for (var pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var known =
          route.query().stream().filter(parameter -> parameter.name().equals(name)).findFirst();
      if (known.isEmpty()) {
        var names = route.query().stream().map(Route.QueryParameter::name).toList();
        throw new Refused(name.isEmpty() ? "query" : name, "is unknown", "known here are " + names);
      }
      var value = Router.percentDecoded(equals < 0 ? "" : pair.substring(equals + 1)).orElse("%");
      if (!value.matches(known.get().pattern())) {
        throw new Refused(name, "is \"" + value + "\"", "it must match " + known.get().pattern());
      }
      if (values.put(name, value) != null) {
        throw new Refused(name, "is given twice", "give it once");
      }
    }
    return values;
  }
}
