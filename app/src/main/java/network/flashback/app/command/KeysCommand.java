package network.flashback.app.command;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.chain.Deployment;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.RootKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback keys`: the S3 key pair of a grant, made from the gateway's own root key.
@Command(
    name = "keys",
    description =
        "Print the S3 key pair of a grant. Run it where the gateway runs: the secret comes from its root key and is never sent.",
    mixinStandardHelpOptions = true)
public final class KeysCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Option(
      names = "--grant",
      required = true,
      paramLabel = "ID",
      description = "Id of the grant to the gateway's session key.")
  private long grantId;

  @Option(
      names = "--key-version",
      paramLabel = "N",
      description = "Version of the secret (default: ${DEFAULT-VALUE}).")
  private int version = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var config = options.read(Role.GATEWAY);
    var deployment = Deployment.read(config.path(ConfigurationKey.CHAIN_DEPLOYMENT));
    var rootKey =
        RootKey.openOrCreate(
            config.path(ConfigurationKey.GATEWAY_ROOT_KEY),
            Passphrase.fromKeyFile(config.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE)),
            ScryptCost.LIGHT,
            new SecureRandom());
    var pair =
        new AccessKeys(rootKey, deployment.chainId())
            .pair(new AccessKeys.KeyName(grantId, version));
    var out = spec.commandLine().getOut();
    out.println("AWS_ACCESS_KEY_ID=" + pair.accessKeyId());
    out.println("AWS_SECRET_ACCESS_KEY=" + pair.secret());
    return 0;
  }
}
