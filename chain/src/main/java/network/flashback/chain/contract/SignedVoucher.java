package network.flashback.chain.contract;

import java.util.List;
import network.flashback.evm.Bytes;

/// A voucher with the signature of the consumer, its session key or its wallet (ERC-1271).
public record SignedVoucher(Voucher voucher, Bytes signature) {
  List<Object> encode() {
    return List.of(
        voucher.agreementId().value(), voucher.cumulative(), voucher.servedBytes(), signature);
  }
}
