package network.flashback.chain.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;

/// A mandate on its way from the consumer to its provider, as a file: what is signed, and who
/// signed so far.
///
/// @param payer where that is another than the consumer
public record SignedMandate(
    RenewalMandate mandate, Optional<Bytes> consumer, Optional<Bytes> payer) {
  public static SignedMandate unsigned(RenewalMandate mandate) {
    return new SignedMandate(mandate, Optional.empty(), Optional.empty());
  }

  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is no mandate
  public static SignedMandate read(Path file) throws IOException {
    return SigningFile.read(
        file,
        "mandate",
        "Name the file that the consumer signed.",
        fields ->
            new SignedMandate(
                new RenewalMandate(
                    fields.agreement(),
                    Address.parse(fields.text("payer")),
                    fields.integer("maximumRate", 96),
                    fields.number("stepEpochs"),
                    fields.number("windowEpochs"),
                    fields.number("latestEnd"),
                    fields.integer("budget", 80),
                    fields.integer("collateral", 80),
                    fields.number("consumerNonce"),
                    fields.number("payerNonce")),
                fields.signature("consumerSignature"),
                fields.signature("payerSignature")));
  }

  public SignedMandate byConsumer(Bytes signature) {
    return new SignedMandate(mandate, Optional.of(signature), payer);
  }

  public SignedMandate byPayer(Bytes signature) {
    return new SignedMandate(mandate, consumer, Optional.of(signature));
  }

  /// With what the provider signed; where somebody's word is lacking, the contract says so.
  public Renewal.Signatures with(Bytes provider) {
    return new Renewal.Signatures(
        consumer.orElse(Bytes.EMPTY), payer.orElse(Bytes.EMPTY), provider);
  }

  public void write(Path file) throws IOException {
    var json = SigningFile.empty();
    json.put("agreement", mandate.agreementId().toString());
    json.put("payer", mandate.payer().toString());
    json.put("maximumRate", mandate.maximumRate().toString());
    json.put("stepEpochs", Long.toString(mandate.stepEpochs()));
    json.put("windowEpochs", Long.toString(mandate.windowEpochs()));
    json.put("latestEnd", Long.toString(mandate.latestEnd()));
    json.put("budget", mandate.budget().toString());
    json.put("collateral", mandate.collateral().toString());
    json.put("consumerNonce", Long.toString(mandate.consumerNonce()));
    json.put("payerNonce", Long.toString(mandate.payerNonce()));
    consumer.ifPresent(signature -> json.put("consumerSignature", signature.toString()));
    payer.ifPresent(signature -> json.put("payerSignature", signature.toString()));
    SigningFile.write(file, json);
  }
}
