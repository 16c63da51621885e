package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// What one fiat payment is to open, and which key acts for the consumer from the start.
///
/// @param receiptId hash of the payment service's reference
/// @param rights of the key; 0 for none
/// @param voucherCap of the key, token units
public record FiatOrder(
    Bytes32 receiptId,
    Bytes32 slaId,
    Address key,
    int rights,
    long keyExpiry,
    BigInteger voucherCap) {
  private static final StructType TYPE =
      StructType.parse(
          "FiatOrder(bytes32 receiptId,bytes32 slaId,address key,uint8 rights,uint32 keyExpiry,uint88 voucherCap)");

  /// What the beneficiary signs.
  public TypedData typedData(Domain fiatDesk) {
    return new TypedData(fiatDesk, TYPE.of(receiptId, slaId, key, rights, keyExpiry, voucherCap));
  }

  List<Object> encodeKey() {
    return List.of(key, rights, keyExpiry, voucherCap);
  }
}
