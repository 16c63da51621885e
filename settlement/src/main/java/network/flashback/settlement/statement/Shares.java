package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.evm.Address;
import network.flashback.settlement.statement.Statement.Money;

/// What became of all fees of a token, and of what a vote gave for seeds: nobody's SLA alone, but
/// the network's as a whole. Units of the token, from events of FeeSplitter and SeedBounty.
///
/// @param toFund fees that went on to the community fund
/// @param toSigners fees put aside for who signs final roots
/// @param claimed by the payout wallets of reporters
/// @param repaid owed to who posted seeds, fetched or not
/// @param fetched by who posted seeds
public record Shares(
    Money money,
    BigInteger toFund,
    BigInteger toSigners,
    Map<Address, BigInteger> claimed,
    Map<Address, BigInteger> repaid,
    Map<Address, BigInteger> fetched) {
  public Shares {
    claimed = Collections.unmodifiableMap(new TreeMap<>(claimed));
    repaid = Collections.unmodifiableMap(new TreeMap<>(repaid));
    fetched = Collections.unmodifiableMap(new TreeMap<>(fetched));
  }

  /// Whether nothing of it has happened yet.
  public boolean isEmpty() {
    return toFund.signum() == 0 && toSigners.signum() == 0 && repaid.isEmpty();
  }
}
