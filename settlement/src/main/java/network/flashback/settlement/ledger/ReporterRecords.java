package network.flashback.settlement.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records that reporters serve at their endpoints. Whom they come from does not matter: they
/// must have the hash.
public final class ReporterRecords implements Records {
  private static final Logger LOG = LoggerFactory.getLogger(ReporterRecords.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Registry registry;
  private final BoundedHttp http;
  private final Supplier<List<Long>> reporters;

  /// Asks these members of the register, in this order.
  public ReporterRecords(Registry registry, BoundedHttp http, Supplier<List<Long>> reporters) {
    this.registry = registry;
    this.http = http;
    this.reporters = reporters;
  }

  @Override
  public Optional<Bytes> find(Bytes32 hash, int bytesMax) {
    for (long reporter : reporters.get()) {
      try {
        var content = from(registry.endpointOf(reporter), http, hash, bytesMax);
        if (content.isPresent()) {
          return content;
        }
      } catch (IOException useless) {
        LOG.info(
            "Reporter {} does not give the records {}: {}", reporter, hash, useless.getMessage());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// The records that one party serves, known to the chain or not.
  public static Records servedAt(String endpoint, BoundedHttp http) {
    return (hash, bytesMax) -> {
      try {
        return from(endpoint, http, hash, bytesMax);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    };
  }

  private static Optional<Bytes> from(String endpoint, BoundedHttp http, Bytes32 hash, int bytesMax)
      throws IOException, InterruptedException {
    var address = BoundedHttp.below(endpoint, "/v1/records/" + hash);
    var answer = http.get(address, TIMEOUT, bytesMax);
    if (answer.statusCode() != 200) {
      return Optional.empty();
    }
    var content = Bytes.of(answer.body());
    if (!content.keccak256().equals(hash)) {
      throw new IOException("what it serves has the hash " + content.keccak256());
    }
    return Optional.of(content);
  }
}
