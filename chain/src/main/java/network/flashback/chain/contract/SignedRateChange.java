package network.flashback.chain.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.evm.Bytes;

/// A change of the rate on its way between the sides, as a file: what is signed, and who signed so
/// far.
public record SignedRateChange(
    RateChange change, Optional<Bytes> consumer, Optional<Bytes> provider) {
  public static SignedRateChange unsigned(RateChange change) {
    return new SignedRateChange(change, Optional.empty(), Optional.empty());
  }

  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is no change of a rate
  public static SignedRateChange read(Path file) throws IOException {
    return SigningFile.read(
        file,
        "change of a rate",
        "Name the file that the other side sent, or another one to begin with.",
        fields ->
            new SignedRateChange(
                new RateChange(
                    fields.agreement(),
                    fields.integer("rate", 96),
                    fields.number("fromEpoch"),
                    fields.number("number")),
                fields.signature("consumer"),
                fields.signature("provider")));
  }

  public SignedRateChange byConsumer(Bytes signature) {
    return new SignedRateChange(change, Optional.of(signature), provider);
  }

  public SignedRateChange byProvider(Bytes signature) {
    return new SignedRateChange(change, consumer, Optional.of(signature));
  }

  public void write(Path file) throws IOException {
    var json = SigningFile.empty();
    json.put("agreement", change.agreementId().toString());
    json.put("rate", change.rate().toString());
    json.put("fromEpoch", Long.toString(change.fromEpoch()));
    json.put("number", Long.toString(change.number()));
    consumer.ifPresent(signature -> json.put("consumer", signature.toString()));
    provider.ifPresent(signature -> json.put("provider", signature.toString()));
    SigningFile.write(file, json);
  }
}
