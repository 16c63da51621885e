package network.flashback.app.leaving;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import network.flashback.chain.BlockTag;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;

/// A provider's way out of the register and of its stake. Each call takes what steps are possible
/// now; nothing on any disk is touched.
///
/// Stake that is asked for again would wait its whole time again, so a second sum is asked for only
/// when the first has been paid out.
public final class Departure {
  private static final int MARKET = 1;

  private final Contracts contracts;
  private final long providerId;
  private final TransactionSender owner;

  public Departure(Contracts contracts, long providerId, TransactionSender owner) {
    this.contracts = contracts;
    this.providerId = providerId;
    this.owner = owner;
  }

  /// What happened, and what is to come.
  ///
  /// @param done steps that were taken now
  /// @param waiting why it is not over, and until when; empty when it is
  public record Report(List<String> done, List<String> waiting) {
    public boolean isOver() {
      return waiting.isEmpty();
    }
  }

  /// Takes every step that is possible now.
  public Report go() {
    var done = new ArrayList<String>();
    var waiting = new ArrayList<String>();
    leave(done);
    for (var token : tokens()) {
      unstake(contracts.token(token), done, waiting);
    }
    complete(done, waiting);
    return new Report(List.copyOf(done), List.copyOf(waiting));
  }

  private void leave(List<String> done) {
    var registry = contracts.registry();
    var status = registry.statusOf(providerId);
    if (status == Status.ACTIVE || status == Status.SUSPENDED) {
      long from = registry.exitFrom(owner.send(registry.exit(providerId)));
      done.add(
          "provider %d is leaving: nothing new can be opened; its entry can close from %s on"
              .formatted(providerId, Instant.ofEpochSecond(from)));
    }
  }

  private void unstake(Token token, List<String> done, List<String> waiting) {
    var stakes = contracts.stakes();
    var held = stakes.stakeOf(providerId, token.address());
    long now = contracts.chain().head().timestamp().getEpochSecond();
    if (held.unbonding().signum() > 0 && held.readyAt() <= now) {
      owner.send(stakes.unstake(providerId, token.address()));
      done.add(held.unbonding() + " units of " + token.symbol() + " came back to the owner");
      held = stakes.stakeOf(providerId, token.address());
    }
    if (held.free().signum() > 0 && held.unbonding().signum() == 0) {
      owner.send(stakes.requestUnstake(providerId, token.address(), held.free()));
      done.add("asked for " + held.free() + " units of " + token.symbol() + " back");
      held = stakes.stakeOf(providerId, token.address());
    }
    if (held.unbonding().signum() > 0) {
      waiting.add(
          "%s units of %s can be taken from %s on"
              .formatted(held.unbonding(), token.symbol(), Instant.ofEpochSecond(held.readyAt())));
    }
    if (held.free().signum() > 0) {
      waiting.add(
          "%s units of %s more are free and are asked for after that"
              .formatted(held.free(), token.symbol()));
    }
    if (held.committed().signum() > 0) {
      waiting.add(
          "%s units of %s are collateral of agreements that are not over"
              .formatted(held.committed(), token.symbol()));
    }
  }

  private void complete(List<String> done, List<String> waiting) {
    var registry = contracts.registry();
    if (registry.statusOf(providerId) == Status.EXITING) {
      var closing = registry.completeExit(providerId);
      try {
        var _ = contracts.chain().call(closing, BlockTag.LATEST);
        owner.send(closing);
        done.add("provider " + providerId + " has left the register");
      } catch (RevertedException early) {
        waiting.add("the entry cannot close yet: " + early.reason());
      }
    }
    long reserved = contracts.orchestrator().reservedOf(providerId);
    if (reserved > 0) {
      waiting.add(
          reserved
              + " bytes are under agreements that are not over: keep the node running until they are");
    }
  }

  private Set<Address> tokens() {
    var tokens = new LinkedHashSet<Address>();
    tokens.add(contracts.orchestrator().market(MARKET).token());
    tokens.add(contracts.deployment().address("FlashToken"));
    return tokens;
  }
}
