package network.flashback.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Answers to the questions of a node's set-up; each that is missing is asked for. They are read by
/// their names, so that questions and options cannot be mixed up.
final class NodeInitOptions {
  /// What an option such as `--rpc` was given; null when it was not.
  static @Nullable String given(CommandSpec spec, String option) {
    return spec.commandLine().getParseResult().matchedOptionValue(option, null);
  }

  @Option(names = "--rpc", paramLabel = "URL", description = "Node of the chain.")
  @Nullable String rpc;

  @Option(
      names = "--deployment",
      paramLabel = "FILE",
      description = "File with the contracts' addresses.")
  @Nullable String deployment;

  @Option(names = "--beacon", paramLabel = "URL", description = "Relay of drand.")
  @Nullable String beacon;

  @Option(
      names = "--disk",
      paramLabel = "DIR[,DIR]",
      description = "Folders of the pieces, one for each disk.")
  @Nullable String disk;

  @Option(
      names = "--capacity",
      paramLabel = "SIZE[,SIZE]",
      description = "For sale on each, such as 500GiB or 2TB.")
  @Nullable String capacity;

  @Option(names = "--region", paramLabel = "NAME", description = "Where the disk stands.")
  @Nullable String region;

  @Option(names = "--class", paramLabel = "CLASS", description = "FAST, DECENTRALIZED or ARCHIVE.")
  @Nullable String storageClass;

  @Option(
      names = "--platform",
      paramLabel = "URL",
      description = "Platform that lists the offers; empty for none.")
  @Nullable String platform;

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      description = "Of one GiB for 730 hours, in the market's token.")
  @Nullable String price;

  @Option(
      names = "--egress-price",
      paramLabel = "AMOUNT",
      description = "Of one GiB served, in the market's token.")
  @Nullable String egressPrice;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Under which gateways reach the node.")
  @Nullable String endpoint;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "To listen on.")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "To listen on.")
  @Nullable String port;

  @Option(names = "--name", paramLabel = "TEXT", description = "Name in the profile.")
  @Nullable String name;

  @Option(
      names = "--node-key",
      paramLabel = "FILE",
      description = "Keystore of the node, or 'new'.")
  @Nullable String nodeKey;

  @Option(
      names = "--node-key-password-file",
      paramLabel = "FILE",
      description = "Passphrase of a keystore that is there already.")
  @Nullable String nodeKeyPasswordFile;

  @Option(
      names = "--owner",
      paramLabel = "WALLET",
      description = "'new', a keystore, or an address.")
  @Nullable String owner;

  @Option(
      names = "--payout",
      paramLabel = "WALLET",
      description = "'owner', 'new', a keystore, or an address.")
  @Nullable String payout;
}
