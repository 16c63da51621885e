package network.flashback.app.setup;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import network.flashback.evm.Wei;
import network.flashback.evm.keystore.DevelopmentKeys;

/// A provider's wallets and standing: what is missing until it is paid, and how to get it.
final class WalletCheck {
  private static final int MARKET = 1;
  private static final int COIN_DECIMALS = 18;

  private final Contracts contracts;
  private final NextCommands next;
  private final List<Finding> findings = new ArrayList<>();

  WalletCheck(Contracts contracts, NextCommands next) {
    this.contracts = contracts;
    this.next = next;
  }

  /// @param owner empty while only the register knows it
  /// @param payout of a registration that is still to come
  /// @param endpoint of a registration that is still to come
  List<Finding> look(
      Address nodeKey, Optional<Address> owner, Optional<Address> payout, Optional<URI> endpoint) {
    var registry = contracts.registry();
    long id = registry.idOfNodeKey(nodeKey);
    coins("node key", nodeKey, "It pays for proofs and claims.");
    var holder = id == 0 ? owner : Optional.of(registry.ownerOf(id));
    holder
        .filter(address -> !address.equals(nodeKey))
        .ifPresent(address -> coins("owner", address, "It pays for the registration."));
    if (id == 0) {
      var send = payout.or(() -> owner).orElse(nodeKey);
      findings.add(
          Finding.warn(
              "register",
              "the node key is not registered yet",
              endpoint
                  .map(url -> next.register(nodeKey, send, url))
                  .orElse("Run `./flashback provider register`; --help lists what it takes.")));
    } else {
      standing(id, registry);
      endpoint
          .filter(url -> !url.toString().equals(registry.endpointOf(id)))
          .ifPresent(url -> otherEndpoint(id, url));
    }
    return findings;
  }

  private void coins(String subject, Address address, String purpose) {
    if (contracts.chain().id() != DevelopmentKeys.CHAIN_ID
        && DevelopmentKeys.indexOf(address).isPresent()) {
      findings.add(
          Finding.refused(
              subject,
              address + " is a development key, which everybody knows",
              "Make a key of your own: leave the option away."));
      return;
    }
    Wei balance = contracts.chain().balance(address);
    var held = new BigDecimal(balance.amount(), COIN_DECIMALS).stripTrailingZeros().toPlainString();
    findings.add(
        balance.amount().signum() == 0
            ? Finding.warn(
                subject,
                address + " has no coins for gas",
                "Send it some of the chain's own coin. " + purpose)
            : Finding.ok(subject, address + " has " + held + " coins for gas"));
  }

  private void standing(long id, Registry registry) {
    var status = registry.statusOf(id);
    var words = "provider " + id + ", " + status.name().toLowerCase(Locale.ROOT);
    switch (status) {
      case ACTIVE -> {
        if (registry.isListed(id)) {
          findings.add(Finding.ok("register", words + " and listed"));
        } else {
          findings.add(Finding.warn("register", words + ", not listed", listing(id, registry)));
        }
        collateral(id);
      }
      case APPLIED ->
          findings.add(
              Finding.warn("register", words + ": certificates are missing", next.show(id)));
      case SUSPENDED ->
          findings.add(
              Finding.warn("register", words + ": nothing new can be opened", next.show(id)));
      case EXITING ->
          findings.add(
              Finding.warn(
                  "register",
                  words + ": nothing new can be opened",
                  "Serve what runs to its end."));
      case EXITED, NONE ->
          findings.add(
              Finding.refused(
                  "register",
                  words + ": it cannot be listed again",
                  "Register anew, with a node key of its own."));
    }
  }

  private String listing(long id, Registry registry) {
    var token = token();
    var threshold = registry.stakeThresholdOf(token.address());
    var price = registry.subscriptionPriceOf(token.address());
    var ways = new ArrayList<String>();
    if (threshold.signum() > 0) {
      var held = contracts.stakes().stakeOf(id, token.address());
      var lacking = threshold.subtract(held.free()).subtract(held.committed()).max(BigInteger.ONE);
      ways.add(
          "stake %s more: %s"
              .formatted(text(token, lacking), next.stake(id, plain(token, lacking))));
    }
    if (price.signum() > 0) {
      ways.add("or pay %s for thirty days: %s".formatted(text(token, price), next.subscribe(id)));
    }
    return ways.isEmpty()
        ? "No vote has set a stake or a price in " + token.symbol() + " yet: nothing can be listed."
        : String.join("\n                       ", ways);
  }

  private void collateral(long id) {
    var token = token();
    var stake = contracts.stakes().stakeOf(id, token.address());
    findings.add(
        stake.free().signum() == 0
            ? Finding.warn(
                "stake",
                "no free stake: no agreement can commit collateral",
                "Set node.collateral.seconds = 0, or stake for it: " + next.stake(id, "AMOUNT"))
            : Finding.ok(
                "stake",
                "%s free, %s committed"
                    .formatted(text(token, stake.free()), text(token, stake.committed()))));
  }

  private void otherEndpoint(long id, URI endpoint) {
    findings.add(
        Finding.warn(
            "register",
            "the register has the endpoint "
                + contracts.registry().endpointOf(id)
                + ", not "
                + endpoint,
            "Gateways go by the register: make the node reachable there."));
  }

  private Token token() {
    return contracts.token(contracts.orchestrator().market(MARKET).token());
  }

  private static String text(Token token, BigInteger units) {
    return plain(token, units) + " " + token.symbol();
  }

  private static String plain(Token token, BigInteger units) {
    return new BigDecimal(units, token.decimals()).stripTrailingZeros().toPlainString();
  }
}
