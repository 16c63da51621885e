package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.deploy.DeploymentProfile;
import network.flashback.chain.deploy.Manifest;
import network.flashback.chain.deploy.Rollout;
import network.flashback.chain.deploy.VerificationInput;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback deploy`: the contracts, onto any chain, by one command that may be cut short
/// anywhere.
@Command(
    name = "deploy",
    description =
        "Deploy the contracts to an EVM chain. Shows what it would cost; sends only with --yes. See docs/operations/deploy.md.",
    mixinStandardHelpOptions = true)
public final class DeployCommand implements Callable<Integer> {
  @Mixin private final RpcOption rpc = new RpcOption();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Keystore (version 3) of the deploying wallet.")
  private Path key = Path.of("keystore.json");

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Passphrase of the keystore (default: key.pass beside it).")
  private @Nullable Path passwordFile;

  @Option(
      names = "--chain-id",
      paramLabel = "N",
      description = "Refuse any other chain than this (default: the profile's chain.id).")
  private @Nullable Long chainId;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "What the contracts are created with; its keys: docs/operations/deploy.md.")
  private @Nullable Path profile;

  @Option(
      names = "--label",
      paramLabel = "WORD",
      description =
          "Tells deployments of one wallet apart; part of the addresses (default: ${DEFAULT-VALUE}).")
  private String label = "main";

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Record of the deployment (default: deployment-CHAINID.json).")
  private @Nullable Path manifestFile;

  @Option(names = "--resume", description = "Continue the deployment of the manifest.")
  private boolean resume;

  @Option(
      names = "--dry-run",
      description = "Show addresses and cost, then stop; write and send nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Send.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireSense();
    try (var node = rpc.connect()) {
      return resume ? resume(node) : begin(node);
    }
  }

  private int begin(JsonRpc node) throws IOException {
    var wanted = DeploymentProfile.read(Objects.requireNonNull(profile));
    var chain = Chain.connect(node, chainId == null ? wanted.chainId() : chainId);
    var file = manifestFile(chain.id());
    if (Files.exists(file)) {
      throw new IOException(
          "%s is the manifest of a deployment that was begun already. Continue it with --resume, or name another --manifest and --label."
              .formatted(file));
    }
    var wallet = WalletOptions.read(key, passwordFile);
    var rollout =
        Rollout.begin(
            chain,
            wallet.address(),
            wanted.fixedAt(InstantSource.system().instant()),
            label,
            VersionCommand.program());
    return carryOut(rollout, chain, wallet, file);
  }

  private int resume(JsonRpc node) throws IOException {
    var file = manifestFile == null ? defaultManifest() : manifestFile;
    var manifest = Manifest.read(file);
    var chain = Chain.connect(node, chainId == null ? manifest.chainId() : chainId);
    var wallet = WalletOptions.read(key, passwordFile);
    return carryOut(Rollout.resume(chain, wallet.address(), manifest), chain, wallet, file);
  }

  private int carryOut(Rollout rollout, Chain chain, PrivateKey wallet, Path file)
      throws IOException {
    var err = spec.commandLine().getErr();
    describe(rollout, chain, err);
    if (dryRun) {
      rollout.manifest().addresses().forEach((name, address) -> print(name + " " + address));
      return 0;
    }
    if (!yes) {
      err.println("Nothing was sent. Repeat the command with --yes to send it.");
      return 1;
    }
    boolean development = chain.id() == DevelopmentKeys.CHAIN_ID;
    var sender =
        new TransactionSender(
            chain,
            wallet,
            development ? SendingPolicy.DEVELOPMENT : SendingPolicy.STANDARD,
            InstantSource.system());
    var manifest =
        rollout.run(
            sender,
            file,
            step -> {
              err.println(step);
              err.flush();
            });
    var sources = file.resolveSibling(file.getFileName() + ".verification");
    new VerificationInput(NetworkOptions.home().resolve("contracts"))
        .write(manifest.entries().stream().map(Manifest.Entry::name).toList(), sources);
    err.println("deployed: " + file);
    err.println("for explorers (solc's standard JSON, one file a contract): " + sources);
    manifest.addresses().forEach((name, address) -> print(name + " " + address));
    return 0;
  }

  private static void describe(Rollout rollout, Chain chain, PrintWriter err) {
    var manifest = rollout.manifest();
    var cost = rollout.cost();
    err.printf("chain      %d%n", chain.id());
    err.printf(
        "wallet     %s, holds %s%n", manifest.deployer(), chain.balance(manifest.deployer()));
    err.printf(
        "genesis    %s%n",
        Instant.ofEpochSecond(Long.parseLong(manifest.profile().getOrDefault("genesis", "0"))));
    err.printf("creations  %d of %d to be made%n", cost.creations(), manifest.entries().size());
    err.printf(
        "cost       at most %,d gas; at %s per gas now: %s%n",
        cost.gas(), cost.price(), cost.fee());
    err.flush();
  }

  private void requireSense() {
    if (resume && profile != null) {
      throw wrong("--resume continues with the profile in the manifest: leave --profile away.");
    }
    if (!resume && profile == null) {
      throw wrong("--profile is missing: it says what the contracts are created with.");
    }
    if (dryRun && yes) {
      throw wrong("--dry-run sends nothing and --yes sends: choose one.");
    }
  }

  private Path manifestFile(long chain) {
    return manifestFile == null ? Path.of("deployment-" + chain + ".json") : manifestFile;
  }

  private Path defaultManifest() {
    if (chainId == null) {
      throw wrong("--resume needs --manifest or --chain-id to know which deployment is meant.");
    }
    return manifestFile(chainId);
  }

  private void print(String line) {
    var out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
