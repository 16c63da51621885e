package network.flashback.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

final class PointMultiplesTest {
  private static final ECPoint GENERATOR = CustomNamedCurves.getByName("secp256k1").getG();
  private static final BigInteger ORDER = Secp256k1.ORDER;

  @Test
  void aSumOfTwoProductsIsThatOfTheLibrary() {
    long seed = 20;
    var random = new Random(seed);
    for (int run = 0; run < 30; run++) {
      var point = GENERATOR.multiply(new BigInteger(255, random).add(BigInteger.ONE));
      var ofGenerator = new PointMultiples(GENERATOR);
      var ofPoint = new PointMultiples(point);
      var a = new BigInteger(256, random);
      var b = new BigInteger(256, random);
      assertThat(ofGenerator.sum(a, ofPoint, b).normalize())
          .as("seed %s, run %s", seed, run)
          .isEqualTo(GENERATOR.multiply(a).add(point.multiply(b)).normalize());
    }
  }

  @Test
  void scalarsAtTheEdgesAndPointsThatMeetComeOutRight() {
    var edges =
        new ArrayList<>(
            List.of(
                BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, ORDER.subtract(BigInteger.ONE)));
    for (int bit = 31; bit < 256; bit += 32) {
      edges.add(BigInteger.ONE.shiftLeft(bit));
      edges.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
    }
    edges.add(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    // Equal points, opposite ones, and another.
    for (ECPoint point : List.of(GENERATOR, GENERATOR.negate(), GENERATOR.twice().normalize())) {
      var ofGenerator = new PointMultiples(GENERATOR);
      var ofPoint = new PointMultiples(point);
      for (BigInteger a : edges) {
        for (BigInteger b : edges) {
          assertThat(ofGenerator.sum(a, ofPoint, b).normalize())
              .as("%s and %s", a, b)
              .isEqualTo(GENERATOR.multiply(a).add(point.multiply(b)).normalize());
        }
      }
    }
  }
}
