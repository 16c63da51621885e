package network.flashback.domain.certification;

/// One question of a probe campaign, and what became of it.
public sealed interface CampaignSample {
  /// Unix second at which it was asked.
  long at();

  /// The right bytes came back, signed.
  ///
  /// @param bytes that went there and came back
  /// @param micros from the question's first byte to the answer's last
  record Answered(long at, int bytes, long micros) implements CampaignSample {}

  /// Something came, but not what was asked for.
  record Wrong(long at, String why) implements CampaignSample {}

  /// Nothing came in time.
  record Silent(long at, String why) implements CampaignSample {}
}
