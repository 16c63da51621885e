package network.flashback.sdk.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.evm.Address;
import network.flashback.evm.eip712.Domain;
import network.flashback.sdk.model.NetworkEntry;

/// The contracts that signatures are for. A signature for others binds nobody here, and may bind
/// the signer there: take this from a source that is trusted.
///
/// @param chainId of the chain they are on
/// @param orchestrator the contract that holds all money and all agreements
public record Deployment(long chainId, Address orchestrator) {
  private static final String NAME = "Orchestrator";
  private static final long FILE_SIZE_MAX = 1 << 20;

  public Deployment {
    if (chainId <= 0) {
      throw new IllegalArgumentException("A chain's id is a positive number, not " + chainId + ".");
    }
  }

  /// The deployment file that a network publishes (`flashback deploy` writes it).
  public static Deployment read(Path file) throws IOException {
    if (Files.size(file) > FILE_SIZE_MAX) {
      throw new IOException(file + " is larger than any deployment file. Is it the right file?");
    }
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    var address = root.path("contracts").path(NAME).path("address");
    if (!address.isTextual() || !root.path("chainId").canConvertToLong()) {
      throw new IOException(
          file + " is no deployment file: it names no chain, or no " + NAME + " on it.");
    }
    return new Deployment(root.path("chainId").asLong(), Address.parse(address.asText()));
  }

  /// What a platform says of itself. Danger: a platform that lies gets signatures for contracts of
  /// its own; for development, or to compare with what one knows.
  public static Deployment asToldBy(NetworkEntry network) {
    var address = network.contracts().get(NAME);
    if (address == null) {
      throw new IllegalArgumentException("The platform names no " + NAME + ".");
    }
    return new Deployment(network.chainId(), address);
  }

  /// The signing domain of the Orchestrator.
  Domain domain() {
    return Domain.of("Flashback", "1", chainId, orchestrator);
  }
}
