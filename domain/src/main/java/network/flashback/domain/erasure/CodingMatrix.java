package network.flashback.domain.erasure;

import network.flashback.domain.Refused;

/// The coefficients of a code, and of the way back from each pattern of losses; shared by all
/// implementations.
final class CodingMatrix {
  private final int data;
  private final int total;
  private final int[][] parityRows;

  CodingMatrix(int data, int total) {
    Refused.requireRange("data", data, 1, 255);
    Refused.requireRange("total", total, data, 256);
    this.data = data;
    this.total = total;
    parityRows = normalisedCauchy(data, total - data);
  }

  /// A Cauchy matrix whose first row and column are made ones by scaling columns, then rows.
  /// Scaling by what is not zero keeps every square part regular; and with it the first parity is
  /// the plain exclusive-or of the data, and with k = 1 every piece is a copy.
  private static int[][] normalisedCauchy(int data, int parity) {
    var rows = new int[parity][data];
    for (var row = 0; row < parity; row++) {
      for (var column = 0; column < data; column++) {
        // k + r and j are different numbers, so their xor is never zero.
        var cauchy = GaloisField.inverse((data + row) ^ column);
        rows[row][column] = GaloisField.multiply(cauchy, data ^ column);
      }
      var scale = GaloisField.inverse(rows[row][0]);
      for (var column = 0; column < data; column++) {
        rows[row][column] = GaloisField.multiply(rows[row][column], scale);
      }
    }
    return rows;
  }

  int data() {
    return data;
  }

  int total() {
    return total;
  }

  /// Coefficients of the parity pieces over the data pieces.
  int[][] parityRows() {
    return parityRows;
  }

  /// The first k pieces that are present, by number.
  int[] sources(boolean[] present) {
    var found = new int[data];
    var count = 0;
    for (var i = 0; i < total && count < data; i++) {
      if (present[i]) {
        found[count++] = i;
      }
    }
    if (count < data) {
      throw new IllegalArgumentException(
          "only " + count + " pieces are present, but " + data + " bring the data back");
    }
    return found;
  }

  /// Coefficients of every piece over the sources: row i restores piece i.
  int[][] recovery(int[] sources) {
    var square = new int[data][];
    for (var i = 0; i < data; i++) {
      square[i] = row(sources[i]);
    }
    var inverse = GaloisField.inverse(square);
    var rows = new int[total][data];
    for (var piece = 0; piece < total; piece++) {
      var own = row(piece);
      for (var column = 0; column < data; column++) {
        for (var i = 0; i < data; i++) {
          rows[piece][column] ^= GaloisField.multiply(own[i], inverse[i][column]);
        }
      }
    }
    return rows;
  }

  private int[] row(int piece) {
    if (piece >= data) {
      return parityRows[piece - data];
    }
    var identity = new int[data];
    identity[piece] = 1;
    return identity;
  }
}
