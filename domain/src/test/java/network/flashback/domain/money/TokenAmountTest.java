package network.flashback.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import network.flashback.domain.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {
  private static final Token DOLLAR = Token.micro("USDC");

  @Test
  void amountsOfDifferentTokensNeverMeet() {
    var dollars = TokenAmount.ofUnits(DOLLAR, 5);
    var flash = TokenAmount.ofUnits(new Token("FLASH", 18), 5);
    assertThatThrownBy(() -> dollars.plus(flash)).hasMessageContaining("USDC and FLASH");
    assertThatThrownBy(() -> dollars.minus(flash)).hasMessageContaining("USDC and FLASH");
    assertThatThrownBy(() -> dollars.compareTo(flash)).hasMessageContaining("USDC and FLASH");
  }

  @Test
  void nothingBecomesNegativeOrOverflows() {
    var few = TokenAmount.ofUnits(DOLLAR, 5);
    assertThatThrownBy(() -> few.minus(TokenAmount.ofUnits(DOLLAR, 6)))
        .isInstanceOf(ArithmeticException.class);
    var most = new TokenAmount(DOLLAR, BigInteger.TWO.pow(127).subtract(BigInteger.ONE));
    assertThatThrownBy(() -> most.plus(TokenAmount.ofUnits(DOLLAR, 1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatIsWrittenIsReadBackExactly() {
    assertThat(TokenAmount.parse(DOLLAR, "12.5").units()).isEqualTo(12_500_000);
    assertThat(TokenAmount.parse(DOLLAR, "12.5")).hasToString("12.500000 USDC");
    assertThat(TokenAmount.parse(DOLLAR, "0.000001").toDecimal()).isEqualTo("0.000001");
    assertThat(TokenAmount.parse(new Token("W", 0), "7")).hasToString("7 W");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e3", "1,5", ".5", "1.", "0.0000001", " 1", "١"})
  void whatIsNoAmountIsRefusedByName(String text) {
    assertThatThrownBy(() -> TokenAmount.parse(DOLLAR, text))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("amount ");
  }

  @Test
  void sharesRoundDownInFavourOfTheOwner() {
    assertThat(TokenAmount.ofUnits(DOLLAR, 999).basisPointsDown(100).units()).isEqualTo(9);
  }
}
