package network.flashback.app.setup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.flashback.app.config.ConfigurationFile;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.node.store.DiskFolder;

/// The folder of a node: configuration, keystores, profile. It appears whole or not at all: what is
/// under way stands beside it under another name, and is thrown away by the next run.
public final class NodeFolder {
  static final String CONFIGURATION = "node.properties";
  static final String PROFILE = "profile.json";
  static final String NODE = "node";
  static final String OWNER = "owner";
  static final String PAYOUT = "payout";
  private static final String HEADING =
      "Written by `flashback node init`; yours to change. All keys: docs/configuration.md.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final SecureRandom random;

  public NodeFolder(Path folder, SecureRandom random) {
    this.folder = folder.toAbsolutePath().normalize();
    this.random = random;
  }

  static String keystore(String wallet) {
    return wallet + ".json";
  }

  static String secret(String wallet) {
    return wallet + ".pass";
  }

  public Path path() {
    return folder;
  }

  public Path configuration() {
    return folder.resolve(CONFIGURATION);
  }

  public boolean isSetUp() {
    return Files.exists(configuration());
  }

  /// The configuration's lines, without those that explain them.
  public List<String> settings() throws IOException {
    return Files.readAllLines(configuration()).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /// What an earlier run wrote into the profile.
  Optional<String> profiled(String field) {
    var profile = folder.resolve(PROFILE);
    if (!Files.exists(profile)) {
      return Optional.empty();
    }
    try {
      var text = JSON.readTree(Files.readString(profile)).path(field).asText();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException unreadable) {
      // It is the operator's to change; what cannot be read is asked for again.
      return Optional.empty();
    }
  }

  /// How this node is checked.
  public String checkCommand() {
    return NextCommands.check(configuration());
  }

  /// What is to be done once all is written.
  ///
  /// @param registered id of the provider that has the node key already; 0 when there is none
  public List<String> nextCommands(NodePlan plan, long registered) {
    var next = new NextCommands(plan.setup(), folder, plan.ownerKeystore());
    var commands = new ArrayList<String>();
    if (registered == 0) {
      commands.add(
          next.register(plan.nodeKey().address(), plan.payout().address(), plan.endpoint()));
    }
    commands.add(NextCommands.check(configuration()));
    commands.add(next.run());
    return List.copyOf(commands);
  }

  /// Refuses a folder that holds something else.
  public void requireUsable() throws IOException {
    if (isSetUp() || !Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder. Name another with --folder.");
    }
    try (var inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new IOException(
            folder + " holds something else than a node. Name an empty or a new --folder.");
      }
    }
  }

  /// Writes everything, or where a node is set up already its configuration and what is missing.
  public void write(NodePlan plan) throws IOException {
    if (isSetUp()) {
      fill(folder, plan);
      return;
    }
    var parent = folder.getParent();
    if (parent == null) {
      throw new IOException("A node needs a folder of its own, not " + folder + ".");
    }
    Files.createDirectories(parent);
    var draft = parent.resolve("." + folder.getFileName() + ".flashback-init");
    remove(draft);
    createForOwner(draft);
    fill(draft, plan);
    sync(draft);
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException taken) {
      throw new IOException(folder + " was filled meanwhile. Name another --folder.", taken);
    }
    sync(parent);
  }

  private void fill(Path into, NodePlan plan) throws IOException {
    write(into, NODE, plan.nodeKey());
    write(into, OWNER, plan.owner());
    write(into, PAYOUT, plan.payout());
    var profile = into.resolve(PROFILE);
    if (!Files.exists(profile)) {
      Files.writeString(profile, profile(plan));
    }
    configuration(plan).write(into.resolve(CONFIGURATION));
  }

  private void write(Path into, String wallet, WalletPlan plan) throws IOException {
    switch (plan) {
      case WalletPlan.Made(var key, var typed) -> {
        var file = into.resolve(keystore(wallet));
        if (typed.isPresent()) {
          Keystore.write(file, key, Passphrase.of(typed.get()), ScryptCost.STANDARD, random);
        } else {
          var passphrase = Passphrase.createKeyFile(into.resolve(secret(wallet)), random);
          // The key file is random, so that a dear derivation would protect nothing more.
          Keystore.write(file, key, passphrase, ScryptCost.LIGHT, random);
        }
      }
      case WalletPlan.Taken _, WalletPlan.Elsewhere _ -> {
        // Stays where it is.
      }
    }
  }

  private ConfigurationFile configuration(NodePlan plan) {
    var setup = plan.setup();
    var file =
        new ConfigurationFile(Role.NODE, HEADING)
            .set(ConfigurationKey.HTTP_HOST, setup.host())
            .set(ConfigurationKey.HTTP_PORT, setup.port())
            .set(ConfigurationKey.CHAIN_RPC, setup.rpc())
            .set(ConfigurationKey.CHAIN_DEPLOYMENT, setup.deployment())
            .set(ConfigurationKey.BEACON_URL, setup.beacon())
            .set(ConfigurationKey.NODE_DISK, joined(setup, disk -> disk.path().toString()))
            .set(
                ConfigurationKey.NODE_CAPACITY_BYTES,
                joined(setup, disk -> Long.toString(disk.capacityBytes())))
            .set(ConfigurationKey.NODE_CLASS, setup.storageClass())
            .set(ConfigurationKey.NODE_REGION, setup.region())
            .set(ConfigurationKey.NODE_PRICE_GIB_MONTH, setup.priceGibMonth())
            .set(ConfigurationKey.NODE_PRICE_EGRESS_GIB, setup.egressGib())
            .set(
                ConfigurationKey.NODE_MARKET_URL,
                setup.platform().map(Object::toString).orElse(""));
    return switch (plan.nodeKey()) {
      case WalletPlan.Made _ ->
          file.set(ConfigurationKey.KEYSTORE, keystore(NODE))
              .set(ConfigurationKey.KEYSTORE_PASSWORD_FILE, secret(NODE));
      case WalletPlan.Taken(var keystore, var passwordFile, _) ->
          file.set(ConfigurationKey.KEYSTORE, keystore)
              .set(ConfigurationKey.KEYSTORE_PASSWORD_FILE, passwordFile);
      case WalletPlan.Elsewhere _ ->
          throw new AssertionError("The plan has refused a node key that is elsewhere.");
    };
  }

  private static String joined(NodeSetup setup, Function<DiskFolder, String> what) {
    return String.join(", ", setup.disks().stream().map(what).toList());
  }

  private static String profile(NodePlan plan) throws IOException {
    var profile = JSON.createObjectNode();
    profile.put("name", plan.name());
    profile.put("endpoint", plan.endpoint().toString());
    profile.put("region", plan.setup().region().name());
    profile.put("class", plan.setup().storageClass().name());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(profile) + "\n";
  }

  private static void createForOwner(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(directory);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (FileSystemException unsupported) {
      // Some systems cannot open directories; their names are durable by themselves.
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        throw unsupported;
      }
    }
  }

  private static void remove(Path draft) throws IOException {
    if (!Files.exists(draft)) {
      return;
    }
    try (var all = Files.walk(draft)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
