package network.flashback.app.development;

import java.util.List;
import network.flashback.app.network.Member;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;

/// Who owns which of the development chain's funded accounts.
public enum DevelopmentWallet {
  DEPLOYER(0),
  CONSUMER(1),
  NODE_1(2),
  NODE_2(3),
  NODE_3(4),
  NODE_4(5),
  REPORTER_1(6),
  REPORTER_2(7),
  REPORTER_3(8),
  REPORTER_4(9),
  GATEWAY(10),
  PLATFORM(11),
  PAYOUT_1(12),
  PAYOUT_2(13),
  PAYOUT_3(14),
  PAYOUT_4(15),
  SECOND_CONSUMER(16),
  ARBITRATOR_1(17),
  ARBITRATOR_2(18),
  ARBITRATOR_3(19);

  private final int index;

  DevelopmentWallet(int index) {
    this.index = index;
  }

  /// The key, on the development chain only.
  public PrivateKey key(long chainId) {
    return DevelopmentKeys.forChain(chainId).key(index);
  }

  /// Who judges disputes of a development network until a vote says otherwise.
  public static List<DevelopmentWallet> arbitrators() {
    return List.of(ARBITRATOR_1, ARBITRATOR_2, ARBITRATOR_3);
  }

  /// The wallet that a member of the network runs with.
  public static DevelopmentWallet of(Member member) {
    return switch (member.kind()) {
      case PLATFORM -> PLATFORM;
      case GATEWAY -> GATEWAY;
      case NODE -> valueOf("NODE_" + member.number());
      case REPORTER -> valueOf("REPORTER_" + member.number());
      case ANVIL, POSTGRES, BEACON ->
          throw new IllegalArgumentException(member.name() + " has no wallet.");
    };
  }

  /// Where the earnings of node number `number` go.
  public static DevelopmentWallet payoutOf(int number) {
    return valueOf("PAYOUT_" + number);
  }
}
