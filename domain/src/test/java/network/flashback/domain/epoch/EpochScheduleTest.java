package network.flashback.domain.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.flashback.domain.Refused;
import org.junit.jupiter.api.Test;

class EpochScheduleTest {
  private final EpochSchedule schedule = EpochSchedule.development(1_000, 30);

  @Test
  void anEpochBeginsWithItsFirstSecondAndEndsBeforeTheNext() {
    assertThat(schedule.epochAt(1_000)).isZero();
    assertThat(schedule.epochAt(1_029)).isZero();
    assertThat(schedule.epochAt(1_030)).isEqualTo(1);
    assertThat(schedule.startOf(1)).isEqualTo(1_030).isEqualTo(schedule.endOf(0));
    assertThatThrownBy(() -> schedule.epochAt(999)).isInstanceOf(Refused.class);
  }

  @Test
  void windowsFollowTheEndOfTheEpoch() {
    assertThat(schedule.auditDeadline(0)).isEqualTo(1_037);
    assertThat(schedule.qualityDeadline(0)).isEqualTo(1_037);
    assertThat(schedule.finalWithoutReport(0)).isEqualTo(1_044);
    assertThat(schedule.finalWhenPosted(0, 1_031)).isEqualTo(1_038);
    assertThat(schedule.finalWhenPosted(0, 1_029)).isEqualTo(1_037);
  }

  @Test
  void theDevelopmentChainDividesProductionTimes() {
    assertThat(schedule.scaled(24 * 3600)).isEqualTo(30);
    assertThat(schedule.scaled(7 * 24 * 3600)).isEqualTo(210);
    assertThat(EpochSchedule.production(0).scaled(12_345)).isEqualTo(12_345);
    assertThat(EpochSchedule.production(0).auditWindow()).isEqualTo(6 * 3600);
    assertThat(EpochSchedule.development(0, 10).auditWindow()).isEqualTo(4);
    assertThatThrownBy(() -> EpochSchedule.development(0, 9)).hasMessageContaining("epoch is 9");
  }

  @Test
  void anAgreementEndsWithTheFirstEpochThatBeginsAtItsEndOrLater() {
    assertThat(schedule.endEpochOf(1_000)).isZero();
    assertThat(schedule.endEpochOf(1_001)).isEqualTo(1);
    assertThat(schedule.endEpochOf(1_030)).isEqualTo(1);
  }
}
