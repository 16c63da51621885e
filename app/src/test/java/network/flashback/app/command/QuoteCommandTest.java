package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import network.flashback.domain.design.FailureModel;
import network.flashback.domain.design.Plan;
import network.flashback.domain.design.Wish;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.quote.DesignAnswer;
import network.flashback.market.quote.QuoteRequest.RedundancyWish;
import network.flashback.market.quote.QuotedTerms;
import org.junit.jupiter.api.Test;

class QuoteCommandTest {
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);
  private static final RedundancyWish TWO_OF_THREE = new RedundancyWish(2, 3);

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private static DesignAnswer answer(
      List<DesignAnswer.PlanEntry> plans, DesignAnswer.RelaxedEntry relaxed, String summary) {
    return new DesignAnswer(
        !plans.isEmpty(),
        Address.ZERO,
        "tUSD",
        6,
        86_430,
        plans,
        List.of(relaxed),
        summary.isEmpty() ? null : summary,
        List.of(),
        List.of(),
        FailureModel.usual());
  }

  private static DesignAnswer.PlanEntry plan() {
    var leg =
        new QuotedTerms.Leg(
            7,
            Bytes32.ZERO,
            StorageClass.FAST,
            "eu-de",
            GIB,
            BigInteger.ONE,
            number(4_000_000),
            number(1),
            number(1),
            number(1));
    var part =
        new DesignAnswer.PartEntry(
            StorageClass.FAST,
            GIB.multiply(number(80)),
            number(20_000_000),
            number(1),
            50,
            List.of(leg));
    return new DesignAnswer.PlanEntry(
        Plan.Kind.CHEAPEST,
        TWO_OF_THREE,
        number(20_000_000),
        number(1),
        number(1),
        number(1),
        number(1_250_000),
        number(1),
        47,
        999_702,
        50,
        List.of(part));
  }

  private static String shown(DesignAnswer answer) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    QuoteCommand.show(answer, out);
    out.flush();
    return text.toString();
  }

  private static String refused(String... arguments) {
    var err = new StringWriter();
    var line = FlashbackCommand.commandLine().setErr(new PrintWriter(err));
    assertThat(line.execute(arguments)).isEqualTo(2);
    return err.toString();
  }

  @Test
  void aPlanIsATableWithWhatEachWishCosts() {
    var anywhere =
        new DesignAnswer.RelaxedEntry(Wish.REGIONS, "anywhere instead of eu-*", number(18_500_000));

    assertThat(shown(answer(List.of(plan()), anywhere, "")))
        .contains("cheapest", "2of3", "20.000000 tUSD", "1.250000 tUSD")
        .contains("4.7 nines", "99.9702 %", "50 ms")
        .contains("provider 7 in eu-de, 4.000000 tUSD a GiB and month")
        .containsPattern("regions +anywhere instead of eu-\\* +1.500000 tUSD");
  }

  @Test
  void wishesThatCannotBeMetAreToldWithTheNearestThatCan() {
    var budget =
        new DesignAnswer.RelaxedEntry(
            Wish.BUDGET, "a budget of at least 60.000000 tUSD", number(60_000_000));

    assertThat(shown(answer(List.of(), budget, "the budget is in the way")))
        .contains("These wishes cannot be met: the budget is in the way.")
        .contains("a budget of at least 60.000000 tUSD")
        .doesNotContain("sla open");
  }

  @Test
  void eachQuoteOfThePlanIsToldWithTheCommandThatOpensIt() {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    var hashes = List.of(Bytes32.of(7), Bytes32.of(8));
    QuoteCommand.next(Plan.Kind.SAFEST, hashes, 1_800_000_000, " --data elsewhere", out);
    out.flush();

    assertThat(text.toString())
        .contains("The safest plan is quoted until 2027-01-15T08:00:00Z")
        .contains("./flashback sla open --quote " + Bytes32.of(7) + " --data elsewhere")
        .contains("./flashback sla open --quote " + Bytes32.of(8) + " --data elsewhere");
  }

  @Test
  void aQuoteIsOpenedByItsHashAlone() {
    assertThat(refused("sla", "open", "--quote", "0x12"))
        .contains("--quote is '0x12', but must be 0x and 64 hex digits");
    assertThat(refused("sla", "open", "--quote", Bytes32.of(7).toString(), "--gib", "3"))
        .contains("--gib cannot be given with --quote");
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedByName() {
    assertThat(refused("quote", "--volume", "2 apples")).contains("--volume is '2 apples'");
    assertThat(refused("quote", "--mix", "80/20")).contains("--mix is '80/20'");
    assertThat(refused("quote", "--redundancy", "two")).contains("--redundancy is 'two'");
  }
}
