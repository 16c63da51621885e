package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.reputation.DayOutcome.Report;
import network.flashback.domain.reputation.DayOutcome.Served;
import network.flashback.domain.reputation.ReputationTable;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.reputation.Reputation;
import network.flashback.settlement.reputation.ReputationForms;
import network.flashback.settlement.reputation.ReputationReader;
import network.flashback.settlement.verify.RegisterVerifier;
import network.flashback.settlement.verify.ReputationVerifier;

/// What chain and epoch files must make of two providers' reputations and of the register, after
/// one of them served and proved, and the other stopped doing so.
final class ReputationOnChain {
  private ReputationOnChain() {}

  static void require(
      TestNetwork network,
      Records records,
      TestNetwork.Provider steady,
      TestNetwork.Provider failing)
      throws IOException {
    long block = network.contracts.chain().height();
    var reader = new ReputationReader(network.contracts, records);
    Reputation good = reader.of(steady.id(), block).orElseThrow();
    Reputation bad = reader.of(failing.id(), block).orElseThrow();

    assertThat(good.open()).isEmpty();
    assertThat(good.points()).isGreaterThan(ReputationTable.VERSION_1.start());
    assertThat(good.days())
        .isNotEmpty()
        .allSatisfy(day -> assertThat(day.outcome().report()).isEqualTo(Report.ON_TIME))
        .allSatisfy(day -> assertThat(day.proof()).isPresent());
    assertThat(good.listings().getFirst().fees().getFirst().transactions()).isNotEmpty();
    assertThat(bad.points()).isLessThan(good.points());
    assertThat(bad.days())
        .anySatisfy(day -> assertThat(day.outcome().report()).isEqualTo(Report.MISSED))
        .anySatisfy(day -> assertThat(day.outcome().served()).isEqualTo(Served.WORSE));
    requireSameByAnybody(network, records, good);
    requireNothingResetsIt(network, records, failing, bad);
    requireRegister(network, steady);
  }

  // A reader that begins afresh, and one that asked before, say the same of the same block.
  private static void requireSameByAnybody(TestNetwork network, Records records, Reputation claimed)
      throws IOException {
    var again =
        new ReputationReader(network.contracts, records)
            .of(claimed.providerId(), claimed.block())
            .orElseThrow();
    assertThat(again).isEqualTo(claimed);
    ObjectNode json = ReputationForms.json(claimed);
    assertThat(ReputationVerifier.compare(again, json).differences()).isEmpty();
    json.put("points", claimed.points() + 1);
    assertThat(ReputationVerifier.compare(again, json).differences())
        .singleElement(STRING)
        .isEqualTo(
            "points: the platform says %d, the chain %d."
                .formatted(claimed.points() + 1, claimed.points()));
    var alone =
        new ReputationReader(network.contracts, (hash, max) -> Optional.empty())
            .of(claimed.providerId(), claimed.block())
            .orElseThrow();
    assertThat(alone.open()).isNotEmpty();
  }

  private static void requireNothingResetsIt(
      TestNetwork network, Records records, TestNetwork.Provider failing, Reputation bad)
      throws IOException {
    long second = network.registerAgain(failing, 15);
    var again =
        new ReputationReader(network.contracts, records).of(second, bad.block()).isPresent();
    assertThat(again).as("registered later than that block").isFalse();
    var now =
        new ReputationReader(network.contracts, records)
            .of(second, network.contracts.chain().height())
            .orElseThrow();
    assertThat(now.owner()).isEqualTo(bad.owner());
    assertThat(now.days()).containsAll(bad.days());
    assertThat(now.points()).isLessThan(ReputationTable.VERSION_1.most());
    assertThat(now.listings()).isNotEmpty();
  }

  private static void requireRegister(TestNetwork network, TestNetwork.Provider steady) {
    var verifier = new RegisterVerifier(network.contracts);
    var register = verifier.register(network.contracts.chain().head());
    assertThat(register).hasSize((int) network.contracts.registry().count());
    List<JsonNode> listed = new ArrayList<>();
    register.values().forEach(member -> listed.add(member.deepCopy()));
    assertThat(RegisterVerifier.compare(register, listed).differences()).isEmpty();

    var first = (ObjectNode) listed.getFirst();
    assertThat(first.path("id").asLong()).isEqualTo(steady.id());
    assertThat(first.path("confirmedEpochs").asInt()).isPositive();
    String told = first.path("endpoint").toString();
    first.put("endpoint", "http://elsewhere");
    listed.removeLast();
    listed.add(first.deepCopy().put("id", 999));
    assertThat(RegisterVerifier.compare(register, listed).differences())
        .containsExactly(
            "member %d.endpoint: the platform says \"http://elsewhere\", the chain %s."
                .formatted(steady.id(), told),
            "member %d: the platform does not list it.".formatted(register.size()),
            "member 999: the chain has no such member.");
  }
}
