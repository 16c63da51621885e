package network.flashback.settlement.verify;

import java.util.ArrayList;
import java.util.List;

/// What a verification found, gathered while it goes on.
final class Findings {
  private final List<String> differences = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private int values;
  private int proofs;
  private int reports;
  private int records;
  private int vouchers;

  /// Something is not as the statement says.
  void differs(String what) {
    differences.add(what);
  }

  /// Something could not be checked.
  void leavesOpen(String what) {
    open.add(what);
  }

  void countValue() {
    values++;
  }

  void countProof() {
    proofs++;
  }

  void countReport() {
    reports++;
  }

  void countRecords() {
    records++;
  }

  void countVoucher() {
    vouchers++;
  }

  Verification result() {
    return new Verification(differences, open, values, proofs, reports, records, vouchers);
  }
}
