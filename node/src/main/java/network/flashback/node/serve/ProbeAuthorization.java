package network.flashback.node.serve;

import java.util.function.LongFunction;
import java.util.regex.Pattern;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Hex;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.http.HttpRequest;

/// The header by which those who measure say who they are: `Probe ADDRESS:EXPIRY:SIGNATURE`.
final class ProbeAuthorization {
  private static final Pattern FORM =
      Pattern.compile("Probe (0x[0-9a-fA-F]{40}):([0-9]{1,12}):(0x[0-9a-fA-F]{130})");

  /// One is refused when it would hold longer: a stolen one should be worthless soon.
  private static final long LIFE_SECONDS_MAX = 3600;

  private ProbeAuthorization() {}

  /// Who asks; that it may is not said yet.
  ///
  /// @param message that was signed, by its expiry
  static Address asker(HttpRequest request, LongFunction<PersonalMessage> message, long now) {
    var form = FORM.matcher(request.header("Authorization").orElse(""));
    if (!form.matches()) {
      throw Json.invalid(
          "Authorization", "is not of the form Probe <address>:<expiry>:<signature>");
    }
    long expiry = Long.parseLong(form.group(2));
    if (expiry <= now || expiry > now + LIFE_SECONDS_MAX) {
      throw Json.invalid(
          "Authorization",
          "expires at " + expiry + ", but it is " + now + ": sign within the hour");
    }
    var asker = Address.of(Hex.decode(form.group(1)));
    if (!isSigned(form.group(3), asker, message.apply(expiry).digest())) {
      throw Problem.SIGNATURE_WRONG.because("The probe is not signed by " + asker + ".");
    }
    return asker;
  }

  private static boolean isSigned(String signature, Address by, Bytes32 digest) {
    try {
      return Signature.parse(Bytes.fromHex(signature)).isBy(by, digest);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
