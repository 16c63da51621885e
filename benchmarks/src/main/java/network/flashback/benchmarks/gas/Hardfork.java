package network.flashback.benchmarks.gas;

/// A set of rules that prices transactions.
public enum Hardfork {
  CANCUN("Cancun", "cancun"),
  /// Dearer calldata (EIP-7623), which only proofs notice.
  PRAGUE("Prague", "prague");

  private final String title;
  private final String option;

  Hardfork(String title, String option) {
    this.title = title;
    this.option = option;
  }

  String title() {
    return title;
  }

  /// What anvil calls it.
  String option() {
    return option;
  }
}
