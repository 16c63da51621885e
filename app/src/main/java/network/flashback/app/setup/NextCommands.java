package network.flashback.app.setup;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.evm.Address;

/// The commands that come next, as somebody would type them.
///
/// @param folder of the node, where its keystores are looked for
/// @param ownerKeystore where the owner's lies, if it is known not to be in that folder
record NextCommands(NodeSetup setup, Path folder, Optional<Path> ownerKeystore) {
  private static final String PROGRAM = "./flashback ";

  String register(Address nodeKey, Address payout, URI endpoint) {
    return owned(
        "provider register --kind DIRECT --payout %s --node-key %s --endpoint %s --profile %s"
            .formatted(payout, nodeKey, endpoint, quoted(folder.resolve(NodeFolder.PROFILE))));
  }

  String stake(long id, String amount) {
    return owned("provider stake %d --amount %s --yes".formatted(id, amount));
  }

  String subscribe(long id) {
    return owned("provider subscribe %d --yes".formatted(id));
  }

  String show(long id) {
    return onChain("provider show " + id);
  }

  String run() {
    return PROGRAM + "node --config " + quoted(folder.resolve(NodeFolder.CONFIGURATION));
  }

  static String check(Path configuration) {
    return PROGRAM + "node check --config " + quoted(configuration);
  }

  private String owned(String command) {
    var made = folder.resolve(NodeFolder.keystore(NodeFolder.OWNER));
    var secret = folder.resolve(NodeFolder.secret(NodeFolder.OWNER));
    var key =
        ownerKeystore
            .or(() -> Files.exists(made) ? Optional.of(made) : Optional.empty())
            .map(NextCommands::quoted)
            .orElse("KEYSTORE_OF_THE_OWNER");
    boolean inFile = ownerKeystore.isEmpty() && Files.exists(secret);
    return onChain(command)
        + " --key "
        + key
        + (inFile ? " --password-file " + quoted(secret) : "");
  }

  private String onChain(String command) {
    return PROGRAM
        + command
        + " --rpc "
        + setup.rpc()
        + " --deployment "
        + quoted(setup.deployment());
  }

  private static String quoted(Path path) {
    var text = path.toString();
    return text.matches("[A-Za-z0-9_./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
