package network.flashback.market.account;

import network.flashback.market.json.Meaning;

/// A key that was just made.
@Meaning("A key that was just made.")
public record NewApiKey(
    ApiKeyEntry key,
    @Meaning("What to send as `Authorization: Bearer`. Nobody can show it again.") String secret) {
  @Override
  public String toString() {
    return "NewApiKey[" + key.id() + "]";
  }
}
