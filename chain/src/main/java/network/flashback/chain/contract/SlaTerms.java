package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// What the consumer signs once: `Sla` of Types.sol. Its hash is its id, the quote's hash, and the
/// nonce of the payment.
///
/// @param dataShards k: any k of the legs hold the whole
/// @param totalShards n: the number of legs
/// @param startBy unix second by which each leg must be active
/// @param endsAt unix second
/// @param maximumRate of a replacement leg, 64.32
/// @param coolDownSeconds between two replacements
/// @param reserve token units for replacements
/// @param regions where a leg may lie; empty for anywhere
/// @param wishesHash keccak-256 of the wishes as sent to the market
public record SlaTerms(
    Address consumer,
    int market,
    int dataShards,
    int totalShards,
    long startBy,
    long endsAt,
    BigInteger maximumRate,
    long coolDownSeconds,
    BigInteger reserve,
    List<Bytes32> regions,
    List<LegTerms> legs,
    Bytes32 wishesHash,
    BigInteger salt) {
  private static final StructType TYPE =
      StructType.parse(
          "Sla(address consumer,uint16 market,uint8 dataShards,uint8 totalShards,uint32 startBy,uint32 endsAt,uint96 maximumRate,uint32 coolDownSeconds,uint88 reserve,bytes32[] regions,Leg[] legs,bytes32 wishesHash,uint256 salt)",
          LegTerms.TYPE);

  public SlaTerms {
    regions = List.copyOf(regions);
    legs = List.copyOf(legs);
  }

  /// Everything the consumer locks: deposits, egress escrows and the reserve; token units.
  public BigInteger total() {
    return legs.stream()
        .map(leg -> leg.deposit().add(leg.egressEscrow()))
        .reduce(reserve, BigInteger::add);
  }

  /// The SLA's id on chain.
  public Bytes32 hash(Domain orchestrator) {
    return new TypedData(
            orchestrator,
            TYPE.of(
                consumer,
                market,
                dataShards,
                totalShards,
                startBy,
                endsAt,
                maximumRate,
                coolDownSeconds,
                reserve,
                regions,
                legs.stream().map(LegTerms::struct).toList(),
                wishesHash,
                salt))
        .digest();
  }

  /// The fields in the order of the ABI.
  public List<Object> encode() {
    return List.of(
        consumer,
        market,
        dataShards,
        totalShards,
        startBy,
        endsAt,
        maximumRate,
        coolDownSeconds,
        reserve,
        regions,
        legs.stream().map(LegTerms::encode).toList(),
        wishesHash,
        salt);
  }

  static SlaTerms of(Values values) {
    return new SlaTerms(
        values.address("consumer"),
        (int) values.number("market"),
        (int) values.number("dataShards"),
        (int) values.number("totalShards"),
        values.number("startBy"),
        values.number("endsAt"),
        values.integer("maximumRate"),
        values.number("coolDownSeconds"),
        values.integer("reserve"),
        values.list("regions", Bytes32.class),
        values.list("legs", Values.class).stream().map(LegTerms::of).toList(),
        values.word("wishesHash"),
        values.integer("salt"));
  }
}
