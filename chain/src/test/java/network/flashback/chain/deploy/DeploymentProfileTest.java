package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.evm.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentProfileTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "chain.id", "10",
          "stable.coin", "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
          "treasury", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

  @Test
  void theDefaultsAreProductionsTimes() {
    var plan = DeploymentProfile.of(LEAST).fixedAt(Instant.ofEpochSecond(1_800_000_000)).plan();
    assertThat(plan.schedule().epochSeconds()).isEqualTo(86_400);
    assertThat(plan.voting()).isEqualTo(VotingTerms.usual(86_400));
    assertThat(plan.disputes()).isEqualTo(DisputeTerms.usual(86_400));
    assertThat(plan.prepaid()).isEqualTo(PrepaidTerms.usual(86_400, plan.treasury()));
    assertThat(plan.bounty()).isEqualTo(BountyTerms.usual());
    assertThat(plan.noticeSeconds()).isEqualTo(7 * 86_400);
    assertThat(plan.unbondingSeconds()).isEqualTo(30 * 86_400);
  }

  @Test
  void aWrappedCoinIsThereOnlyWhereItIsNamed() {
    var now = Instant.ofEpochSecond(1_800_000_000);
    assertThat(DeploymentProfile.of(LEAST).fixedAt(now).plan().wrappedCoin()).isEmpty();
    var given = new TreeMap<>(LEAST);
    given.put("wrapped.coin", "0x4200000000000000000000000000000000000006");
    var profile = DeploymentProfile.of(given).fixedAt(now);
    assertThat(profile.plan().wrappedCoin())
        .contains(Address.parse("0x4200000000000000000000000000000000000006"));
    assertThat(DeploymentProfile.of(profile.asText()).plan()).isEqualTo(profile.plan());
  }

  @Test
  void theNextGenesisIsAFullEpochAtLeastAnHourAwayAndStaysOnceItIsFixed() {
    var profile = DeploymentProfile.of(LEAST).fixedAt(Instant.parse("2027-01-01T22:30:00Z"));
    assertThat(profile.plan().schedule().genesis())
        .isEqualTo(Instant.parse("2027-01-02T00:00:00Z").getEpochSecond());
    var late = DeploymentProfile.of(LEAST).fixedAt(Instant.parse("2027-01-01T23:30:00Z"));
    assertThat(late.plan().schedule().genesis())
        .isEqualTo(Instant.parse("2027-01-03T00:00:00Z").getEpochSecond());
    assertThat(profile.fixedAt(Instant.parse("2028-01-01T00:00:00Z")).asText())
        .isEqualTo(profile.asText());
  }

  @Test
  void whatItSaysIsReadBackFromItsOwnWords() {
    var profile = DeploymentProfile.of(LEAST).fixedAt(Instant.ofEpochSecond(1_800_000_000));
    assertThat(DeploymentProfile.of(profile.asText()).plan()).isEqualTo(profile.plan());
  }

  @ParameterizedTest
  @CsvSource({
    "fee.bps, 501, from 0 to 500",
    "fee.bps, -1, a whole number",
    "epoch.seconds, 0, from 1 to 4294967295",
    "treasury, 0x0000000000000000000000000000000000000000, an address that is not zero",
    "treasury, 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD, EIP-55",
    "drand.key, 07, 128 bytes in hex",
    "quorum.percent, 1000, from 0 to 100",
    "credits.fee.bps, 501, from 0 to 500",
    "fiat.operator, nobody, is no address",
    "arbitrators, nobody, is no address",
    "wrapped.coin, nobody, is no address",
    "wrapped.coin, 0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85, another token than 'stable.coin'"
  })
  void aValueThatCannotBeIsRefusedWithTheReason(String key, String value, String reason) {
    var given = new TreeMap<>(LEAST);
    given.put(key, value);
    var profile = DeploymentProfile.of(given);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> profile.fixedAt(Instant.ofEpochSecond(1_800_000_000)).plan())
        .withMessageContaining(key)
        .withMessageContaining(reason);
  }

  @Test
  void everyKeyStandsInTheDocumentWithItsMeaning() throws IOException {
    var document =
        Files.readString(ContractSources.folder().resolve("../docs/operations/deploy.md"));
    for (var key : ProfileKey.values()) {
      assertThat(document).contains("| `" + key.key() + "` | ").contains(" | " + key.meaning());
    }
  }

  @Test
  void anUnknownKeyAndAMissingOneAreNamed() {
    var unknown = new TreeMap<>(LEAST);
    unknown.put("fee", "1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeploymentProfile.of(unknown))
        .withMessageContaining("'fee' is not known")
        .withMessageContaining("fee.bps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeploymentProfile.of(Map.of("chain.id", "10", "treasury", "0x")))
        .withMessageContaining("lacks 'stable.coin'");
  }
}
