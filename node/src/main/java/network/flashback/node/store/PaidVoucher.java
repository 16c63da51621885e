package network.flashback.node.store;

import java.math.BigInteger;
import network.flashback.evm.Signature;

/// The consumer's newest promise for bytes served under one agreement.
///
/// @param cumulative token units since the agreement opened
/// @param servedBytes what the consumer says it pays for
/// @param signature of the consumer or a key with the right VOUCHER
public record PaidVoucher(BigInteger cumulative, long servedBytes, Signature signature) {}
