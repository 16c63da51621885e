package network.flashback.chain.contract;

import java.util.List;
import java.util.Optional;
import network.flashback.chain.Abis;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Signature;
import network.flashback.evm.abi.Abi;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;

/// A voucher with the signature of the consumer, its session key or its wallet (ERC-1271).
public record SignedVoucher(Voucher voucher, Bytes signature) {
  private static final Abi ABI = Abis.of("Orchestrator");

  List<Object> encode() {
    return List.of(
        voucher.agreementId().value(), voucher.cumulative(), voucher.servedBytes(), signature);
  }

  /// The key that signed it; none where the signature is not one of a key.
  public Optional<Address> signer(Domain orchestrator) {
    try {
      return Signature.parse(signature).signerOf(voucher.typedData(orchestrator).digest());
    } catch (IllegalArgumentException ofAWallet) {
      return Optional.empty();
    }
  }

  /// The vouchers in the input of a transaction to the Orchestrator; none where it called something
  /// else.
  public static List<SignedVoucher> in(Bytes input) {
    var one = ABI.function("claimVoucher");
    if (input.startsWith(one.selector())) {
      return List.of(of(one.decodeCall(input)));
    }
    var many = ABI.function("claimVouchers");
    return input.startsWith(many.selector())
        ? many.decodeCall(input).list(0, Values.class).stream().map(SignedVoucher::of).toList()
        : List.of();
  }

  private static SignedVoucher of(Values values) {
    return new SignedVoucher(
        new Voucher(new AgreementId(values.integer(0)), values.integer(1), values.number(2)),
        values.bytes(3));
  }
}
