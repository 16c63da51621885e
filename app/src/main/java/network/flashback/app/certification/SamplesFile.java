package network.flashback.app.certification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import network.flashback.domain.certification.CampaignFigures;
import network.flashback.domain.certification.CampaignSample;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonReader;

/// The samples of a campaign, one JSON object a line, in the order of time. A campaign that was cut
/// off goes on where the file ends.
public record SamplesFile(Path file) {
  /// As much as a platform keeps of evidence.
  private static final long BYTES_MAX = 2 << 20;

  void add(TrialSample sample) throws IOException {
    Files.writeString(
        file,
        CanonicalJson.of(sample) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /// All samples; none where there is no file yet.
  public List<TrialSample> samples() throws IOException {
    var samples = new ArrayList<TrialSample>();
    for (var line : text().lines().toList()) {
      samples.add(JsonReader.read(TrialSample.class, line.getBytes(StandardCharsets.UTF_8)));
    }
    return samples;
  }

  /// What each counts as. A nonce counts once.
  List<CampaignSample> judged(long providerId, Address nodeKey, Address certifier)
      throws IOException {
    var nonces = new HashSet<Bytes32>();
    var judged = new ArrayList<CampaignSample>();
    for (var sample : samples()) {
      judged.add(
          nonces.add(sample.nonce())
              ? sample.judged(providerId, nodeKey, certifier)
              : new CampaignSample.Wrong(sample.at(), "an answer that was given before"));
    }
    return judged;
  }

  /// What they say together.
  public CampaignFigures figures(long providerId, Address nodeKey, Address certifier)
      throws IOException {
    return CampaignFigures.of(judged(providerId, nodeKey, certifier));
  }

  /// The text as it is published.
  public String text() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException(
          "%s has more than %d bytes: no platform would keep it. Begin a campaign with a new file."
              .formatted(file, BYTES_MAX));
    }
    return Files.readString(file);
  }

  public Bytes32 hash() throws IOException {
    return Keccak256.hash(text());
  }
}
