package network.flashback.chain.ledger;

/// The model refuses a step; the message is the name of the error that the contracts must give.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refusal(String error) {
    super(error, null, false, false);
  }

  String error() {
    return String.valueOf(getMessage());
  }

  static void when(boolean refused, String error) {
    if (refused) {
      throw new Refusal(error);
    }
  }
}
