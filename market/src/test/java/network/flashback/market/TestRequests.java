package network.flashback.market;

import java.math.BigInteger;
import java.util.List;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.request.WantedQuotes;
import network.flashback.market.request.WantedQuotesSubmission;

/// Requests for quotes as the tests' consumer makes them.
final class TestRequests {
  private TestRequests() {}

  /// Eight GiB at two of three providers for an hour.
  static WantedQuotes wanted(TestNetwork network, long salt, long lifeSeconds) {
    return wanted(network, salt, lifeSeconds, List.of());
  }

  static WantedQuotes wanted(
      TestNetwork network, long salt, long lifeSeconds, List<String> regions) {
    return new WantedQuotes(
        new QuoteRequest(
            network.key(TestNetwork.CONSUMER).address(),
            1,
            BigInteger.ONE.shiftLeft(33),
            3_600,
            new QuoteRequest.RedundancyWish(2, 3),
            regions,
            StorageClass.FAST,
            null,
            BigInteger.valueOf(100_000_000),
            null),
        network.clock.instant().getEpochSecond() + lifeSeconds,
        Bytes32.of(salt));
  }

  /// Body of `requestQuotes`.
  static String signed(TestNetwork network, WantedQuotes wanted) {
    return signedBy(network, network.key(TestNetwork.CONSUMER), wanted);
  }

  static String signedBy(TestNetwork network, PrivateKey signer, WantedQuotes wanted) {
    var digest = wanted.message(network.chain.id()).digest();
    return JsonWriter.text(new WantedQuotesSubmission(wanted, signer.sign(digest).toBytes()));
  }
}
