package network.flashback.market.indexer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import network.flashback.evm.Address;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// What the events say about money that stands behind members: stake by token, the stake that buys
/// the listing, and the bytes that running agreements reserve. Works with the chain down.
public final class StakeIndex {
  private final Database database;

  public StakeIndex(Database database) {
    this.database = database;
  }

  /// A member's stake in one token, token units.
  ///
  /// @param bonded what counts for the listing: neither withdrawn nor on its way out
  /// @param committed the part that is collateral now
  public record Bond(BigInteger bonded, BigInteger committed) {
    public static final Bond NONE = new Bond(BigInteger.ZERO, BigInteger.ZERO);
  }

  /// All stake, by member and token.
  ///
  /// @param thresholds by token; what is accepted for the listing
  /// @param demanded mask of the scopes that each kind of member needs, by the kind's bit
  /// @param reserved bytes of running agreements, by member
  public record Stakes(
      Map<Long, Map<Address, Bond>> bonds,
      Map<Address, BigInteger> thresholds,
      Map<Integer, Integer> demanded,
      Map<Long, BigInteger> reserved) {
    public Bond bond(long member, Address token) {
      return bonds.getOrDefault(member, Map.of()).getOrDefault(token, Bond.NONE);
    }

    /// Whether a member's stake buys the listing, as the Registry decides it.
    public boolean isStaked(long member) {
      return thresholds.entrySet().stream()
          .anyMatch(
              accepted ->
                  accepted.getValue().signum() > 0
                      && bond(member, accepted.getKey()).bonded().compareTo(accepted.getValue())
                          >= 0);
    }

    /// Mask of the scopes that a member of these kinds needs.
    public int demandedOf(int kinds) {
      return demanded.entrySet().stream()
          .filter(kind -> (kinds & kind.getKey()) != 0)
          .mapToInt(Map.Entry::getValue)
          .reduce(0, (all, scopes) -> all | scopes);
    }
  }

  public Stakes stakes() {
    return database.read(
        handle ->
            new Stakes(bonds(handle), thresholds(handle), demanded(handle), reserved(handle)));
  }

  private static Map<Long, Map<Address, Bond>> bonds(Handle handle) {
    var bonds = new HashMap<Long, Map<Address, Bond>>();
    handle
        .createQuery(
            """
            SELECT provider_id, fields->>'token' AS token,
              sum(CASE name WHEN 'Staked' THEN CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'UnstakeRequested' THEN -CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'Awarded' THEN -CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'Slashed' THEN -(CAST(fields->>'toConsumer' AS NUMERIC)
                              + CAST(fields->>'toFund' AS NUMERIC) + CAST(fields->>'toProver' AS NUMERIC))
                            ELSE 0 END) AS bonded,
              sum(CASE name WHEN 'Committed' THEN CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'Released' THEN -CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'Awarded' THEN -CAST(fields->>'amount' AS NUMERIC)
                            WHEN 'Slashed' THEN -(CAST(fields->>'toConsumer' AS NUMERIC)
                              + CAST(fields->>'toFund' AS NUMERIC) + CAST(fields->>'toProver' AS NUMERIC))
                            ELSE 0 END) AS committed
            FROM event
            WHERE name IN ('Staked', 'UnstakeRequested', 'Committed', 'Released', 'Awarded', 'Slashed')
              AND contract = 'StakeManager'
            GROUP BY provider_id, fields->>'token'""")
        .map(
            (row, context) -> {
              var bond =
                  new Bond(
                      row.getBigDecimal("bonded").toBigInteger().max(BigInteger.ZERO),
                      row.getBigDecimal("committed").toBigInteger().max(BigInteger.ZERO));
              bonds
                  .computeIfAbsent(row.getLong("provider_id"), member -> new HashMap<>())
                  .put(Address.parse(row.getString("token")), bond);
              return bond;
            })
        .list();
    return bonds;
  }

  private static Map<Address, BigInteger> thresholds(Handle handle) {
    var thresholds = new HashMap<Address, BigInteger>();
    ChainIndex.named(handle, "StakeThresholdSet")
        .forEach(event -> thresholds.put(event.address("token"), event.integer("amount")));
    return thresholds;
  }

  private static Map<Integer, Integer> demanded(Handle handle) {
    var demanded = new HashMap<Integer, Integer>();
    ChainIndex.named(handle, "ScopesDemanded")
        .forEach(event -> demanded.put((int) event.number("kind"), (int) event.number("scopes")));
    return demanded;
  }

  private static Map<Long, BigInteger> reserved(Handle handle) {
    var reserved = new HashMap<Long, BigInteger>();
    handle
        .createQuery(
            """
            SELECT provider_id, sum(CAST(fields->>'capacityBytes' AS NUMERIC)) AS bytes
            FROM event opened
            WHERE name = 'AgreementOpened'
              AND NOT EXISTS (SELECT 1 FROM event gone
                WHERE gone.agreement_id = opened.agreement_id AND gone.name IN ('AgreementClosed', 'AgreementBreached'))
            GROUP BY provider_id""")
        .map((row, context) -> Map.entry(row.getLong("provider_id"), row.getBigDecimal("bytes")))
        .list()
        .forEach(
            (Map.Entry<Long, BigDecimal> sum) ->
                reserved.put(sum.getKey(), sum.getValue().toBigInteger()));
    return reserved;
  }
}
