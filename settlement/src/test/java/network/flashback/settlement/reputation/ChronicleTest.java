package network.flashback.settlement.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;

class ChronicleTest {
  private static final Address OWNER = Address.of(Bytes32.of(1));
  private static final Address CUSTOMER = Address.of(Bytes32.of(2));

  @Test
  void aProviderPaysItselfWithWalletsThatItNamedBeforeTheOpeningOnly() {
    var member = new Chronicle.Member(OWNER, new TreeMap<>());
    member.names(OWNER, 10);
    assertThat(member.owned(OWNER, 10)).isTrue();
    assertThat(member.owned(CUSTOMER, 99)).isFalse();
    member.names(CUSTOMER, 20);
    assertThat(member.owned(CUSTOMER, 19)).as("named a block too late").isFalse();
    assertThat(member.owned(CUSTOMER, 20)).isTrue();
    member.names(CUSTOMER, 30);
    assertThat(member.owned(CUSTOMER, 25)).as("named again").isTrue();
  }

  @Test
  void anAgreementCountsFromItsStartToItsEndItsBreachOrItsReplacement() {
    var deal = new Chronicle.Deal(Bytes32.of(1), 10, 8);
    assertThat(deal.isLiveIn(2)).as("not activated").isFalse();
    deal.start = 2;
    requireLive(deal, 2, 7);
    deal.isReplacedIn(9);
    requireLive(deal, 2, 7);
    deal.breach = 6;
    requireLive(deal, 2, 6);
    deal.isReplacedIn(4);
    requireLive(deal, 2, 3);
  }

  private static void requireLive(Chronicle.Deal deal, long first, long last) {
    for (long epoch = 0; epoch < 12; epoch++) {
      assertThat(deal.isLiveIn(epoch)).isEqualTo(first <= epoch && epoch <= last);
    }
  }
}
