package network.flashback.settlement.reporter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.flashback.chain.DurableFiles;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;

/// The signatures of this reporter, one per epoch and no more. Two different ones would cost its
/// stake, so that what is signed stands on the disk before the signature leaves this class.
final class Ballots {
  private static final Pattern BALLOT = Pattern.compile("(0x[0-9a-f]{64}) (0x[0-9a-f]{64})\n");

  private final Path directory;
  private final Wallet wallet;
  private final Domain domain;

  Ballots(Path directory, Wallet wallet, Domain domain) throws IOException {
    this.directory = DurableFiles.directory(directory);
    this.wallet = wallet;
    this.domain = domain;
  }

  /// What this reporter signed for the epoch.
  synchronized Optional<QualityRoot> signed(long epoch) throws IOException {
    Optional<Bytes> ballot = DurableFiles.read(file(epoch));
    if (ballot.isEmpty()) {
      return Optional.empty();
    }
    Matcher words = BALLOT.matcher(new String(ballot.get().toArray(), StandardCharsets.UTF_8));
    if (!words.matches()) {
      throw new IOException(
          "The ballot "
              + file(epoch)
              + " is damaged. Nothing is signed for this epoch, because a second signature would cost the stake.");
    }
    return Optional.of(
        new QualityRoot(epoch, Bytes32.fromHex(words.group(1)), Bytes32.fromHex(words.group(2))));
  }

  /// None when another root was signed before.
  synchronized Optional<Signature> sign(QualityRoot root) throws IOException {
    Optional<QualityRoot> before = signed(root.epoch());
    if (before.isEmpty()) {
      String ballot = root.root() + " " + root.recordsHash() + "\n";
      DurableFiles.write(file(root.epoch()), Bytes.of(ballot.getBytes(StandardCharsets.UTF_8)));
    } else if (!before.get().equals(root)) {
      return Optional.empty();
    }
    return Optional.of(wallet.sign(root.typedData(domain)));
  }

  private Path file(long epoch) {
    return directory.resolve("epoch-" + epoch);
  }
}
