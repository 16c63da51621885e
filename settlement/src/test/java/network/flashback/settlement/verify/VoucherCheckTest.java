package network.flashback.settlement.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.Voucher;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.Trace;
import org.junit.jupiter.api.Test;

class VoucherCheckTest {
  private static final Address CONSUMER = Address.of(Bytes32.of(1));
  private static final Address GATEWAY = Address.of(Bytes32.of(2));
  private static final Address STRANGER = Address.of(Bytes32.of(3));

  private static Trace.Claim claim(long cumulative, long paid, Optional<Address> signer) {
    var amount = BigInteger.valueOf(cumulative);
    return new Trace.Claim(
        new VoucherClaim(Lines.ID, amount, BigInteger.valueOf(paid)),
        Optional.of(new SignedVoucher(new Voucher(Lines.ID, amount, 9), Bytes.EMPTY)),
        signer,
        1,
        Bytes32.ZERO);
  }

  private static Verification check(long egress, Trace.Claim... claims) {
    var lines = new Lines().egress(egress);
    List.of(claims).forEach(lines::claimed);
    var zero = BigInteger.ZERO;
    var findings = new Findings();
    var statement =
        new Statement(
            1,
            STRANGER,
            Bytes32.ZERO,
            SlaState.RUNNING,
            1,
            CONSUMER,
            new Statement.Money(STRANGER, "USD", 6),
            1,
            Bytes32.ZERO,
            Instant.EPOCH,
            zero,
            zero,
            zero,
            zero,
            List.of(lines.line()),
            List.of());
    new VoucherCheck(Set.of(GATEWAY), findings).check(statement);
    return findings.result();
  }

  @Test
  void vouchersOfTheConsumerAndOfItsKeysPayTheirDifferences() {
    var verified =
        check(50, claim(20, 20, Optional.of(CONSUMER)), claim(50, 30, Optional.of(GATEWAY)));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).isEmpty();
    assertThat(verified.vouchers()).isEqualTo(2);
  }

  @Test
  void aVoucherOfAStrangerDiffers() {
    assertThat(check(20, claim(20, 20, Optional.of(STRANGER))).differences())
        .singleElement(STRING)
        .contains("signed by " + STRANGER)
        .contains("never gave the right");
  }

  @Test
  void aClaimThatPaysMoreThanItsVoucherDiffers() {
    assertThat(
            check(51, claim(20, 20, Optional.of(CONSUMER)), claim(50, 31, Optional.of(CONSUMER)))
                .differences())
        .hasSize(2)
        .first(STRING)
        .contains("31 were paid for a voucher after 20, but 50 are claimed in all");
  }

  @Test
  void whatNoKeySignedIsOpen() {
    var verified = check(20, claim(20, 20, Optional.empty()));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).singleElement(STRING).contains("no signature of a key");
  }
}
