package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.EngagementView;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.EngagementView.State;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service`: work of others, hired in escrow, from the offer to the rating.
@Command(
    name = "service",
    description = {
      "Hire a service provider in escrow, or work as one.",
      "The provider offers; the consumer hires, which locks the price; what is delivered is paid when it is accepted, by word or by silence. Each step says what comes next."
    },
    subcommands = {
      ServiceOfferCommand.class,
      ServiceHireCommand.class,
      ServiceDisputeCommand.class,
      ServiceStatementCommand.class,
      ServiceManifestCommand.class,
      ServiceCheckCommand.class
    },
    mixinStandardHelpOptions = true)
public final class ServiceCommand implements Runnable {
  /// Documents are hashed whole.
  private static final long DOCUMENT_BYTES_MAX = 256 << 20;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: one of those below.");
  }

  @Command(
      name = "deliver",
      description =
          "Deliver a milestone: FILE says what was handed over, and its hash stands for it.",
      mixinStandardHelpOptions = true)
  int deliver(
      @Mixin WalletOptions options,
      @Parameters(index = "0", paramLabel = "ID", description = "Engagement.") long id,
      @Parameters(index = "1", paramLabel = "FILE", description = "The delivery's document.")
          Path file,
      @Option(names = "--milestone", paramLabel = "N", description = "Which (default: the next).")
          @Nullable Integer milestone)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      int which = milestone == null ? view.next() : milestone;
      ServiceReport.require(contracts, view, which, MilestoneState.FUNDED, "delivered");
      var hash = hashOf(file);
      options.sender(contracts).send(contracts.engagements().deliver(id, which, hash));
      report(contracts, id);
    }
    return 0;
  }

  @Command(
      name = "accept",
      description = "Accept what was delivered: the milestone is the provider's from then on.",
      mixinStandardHelpOptions = true)
  int accept(
      @Mixin WalletOptions options,
      @Parameters(index = "0", paramLabel = "ID", description = "Engagement.") long id,
      @Option(
              names = "--milestone",
              required = true,
              paramLabel = "N",
              description = "Which, from 0 on.")
          int milestone,
      @Option(
              names = "--delivery",
              required = true,
              paramLabel = "FILE",
              description =
                  "What you were handed and have checked: its hash must be the delivered one.")
          Path delivery)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      var found =
          ServiceReport.require(contracts, view, milestone, MilestoneState.DELIVERED, "accepted");
      var hash = hashOf(delivery);
      if (!hash.equals(found.deliveryHash())) {
        throw new IllegalArgumentException(
            "%s is not what was delivered: its hash is %s, the delivered one %s. Ask the provider for that document, or dispute."
                .formatted(delivery, hash, found.deliveryHash()));
      }
      options.sender(contracts).send(contracts.engagements().accept(id, milestone));
      report(contracts, id);
    }
    return 0;
  }

  @Command(
      name = "cancel",
      description = "Wish to end it. When both sides do, all that is not delivered is refunded.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin WalletOptions options,
      @Parameters(paramLabel = "ID", description = "Engagement.") long id,
      @Option(names = "--not", description = "Take the wish back.") boolean not)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      if (view.state() != State.RUNNING || view.next() == view.milestones()) {
        throw new IllegalArgumentException(
            "Nothing of engagement %d waits for delivery, so nothing can be cancelled. Next: %s."
                .formatted(id, ServiceReport.next(contracts, view)));
      }
      options.sender(contracts).send(contracts.engagements().cancel(id, !not));
      report(contracts, id);
    }
    return 0;
  }

  @Command(
      name = "settle",
      description = {
        "Let time act, for anybody: what nobody disputed in time is paid, what was not delivered in time is refunded,",
        "and a dispute that nobody ended is split in halves."
      },
      mixinStandardHelpOptions = true)
  int settle(
      @Mixin WalletOptions options,
      @Parameters(paramLabel = "ID", description = "Engagement.") long id)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      var due = due(contracts, view);
      if (due.isEmpty()) {
        throw new IllegalArgumentException(
            "No time of engagement %d has passed. Next: %s."
                .formatted(id, ServiceReport.next(contracts, view)));
      }
      var sender = options.sender(contracts);
      due.forEach(sender::send);
      report(contracts, id);
    }
    return 0;
  }

  private static List<Call> due(Contracts contracts, EngagementView view) {
    var engagements = contracts.engagements();
    long now = contracts.chain().head().timestamp().getEpochSecond();
    var due = new ArrayList<Call>();
    for (int i = 0; i < view.next(); i++) {
      var milestone = engagements.milestone(view.id(), i);
      boolean silent = milestone.state() == MilestoneState.DELIVERED && now > milestone.acceptBy();
      boolean stuck =
          milestone.state() == MilestoneState.DISPUTED
              && now > milestone.since() + engagements.rulingSecondsMost();
      if (silent || stuck) {
        due.add(engagements.settle(view.id(), i));
      }
    }
    if (view.state() == State.RUNNING
        && view.next() < view.milestones()
        && now > engagements.milestone(view.id(), view.next()).deliverBy()) {
      due.add(engagements.lapse(view.id()));
    }
    return due;
  }

  @Command(
      name = "withdraw",
      description =
          "Send what is owed: earnings to the provider's payout wallet, refunds to the consumer. For anybody.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @Mixin WalletOptions options,
      @Parameters(paramLabel = "ID", description = "Engagement.") long id)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var engagements = contracts.engagements();
      var view = ServiceReport.known(contracts, id);
      var token = ServiceReport.token(contracts, view);
      var earned = engagements.earningsOf(view.providerId(), view.market());
      var refund = engagements.refundOf(view.consumer(), token.address());
      if (earned.signum() == 0 && refund.signum() == 0) {
        throw new IllegalArgumentException(
            "Engagement %d owes nobody anything now. Next: %s."
                .formatted(id, ServiceReport.next(contracts, view)));
      }
      var sender = options.sender(contracts);
      if (earned.signum() > 0) {
        var payout = contracts.registry().payoutOf(view.providerId());
        sent(
            contracts,
            payout,
            token.address(),
            () -> sender.send(engagements.withdraw(view.providerId(), view.market())));
      }
      if (refund.signum() > 0) {
        sent(
            contracts,
            view.consumer(),
            token.address(),
            () -> sender.send(engagements.withdrawRefund(view.consumer(), token.address())));
      }
    }
    return 0;
  }

  private void sent(Contracts contracts, Address to, Address tokenAt, Runnable step) {
    var token = contracts.token(tokenAt);
    var before = token.balanceOf(to);
    step.run();
    out().printf("%s sent to %s%n", Orders.text(token, token.balanceOf(to).subtract(before)), to);
  }

  @Command(
      name = "rate",
      description = "Rate a service that was paid, once: one to five stars.",
      mixinStandardHelpOptions = true)
  int rate(
      @Mixin WalletOptions options,
      @Parameters(index = "0", paramLabel = "ID", description = "Engagement.") long id,
      @Parameters(index = "1", paramLabel = "STARS", description = "1 to 5.") int stars,
      @Option(
              names = "--comment",
              paramLabel = "FILE",
              description = "A comment, whose hash goes onto the chain.")
          @Nullable Path comment)
      throws IOException {
    if (stars < 1 || stars > 5) {
      throw new IllegalArgumentException("A rating is 1 to 5 stars, not %d.".formatted(stars));
    }
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      if (view.rated() || view.paid().signum() == 0) {
        throw new IllegalArgumentException(
            view.rated()
                ? "Engagement %d is rated already: once is all.".formatted(id)
                : "Nothing of engagement %d was paid, so there is nothing to rate.".formatted(id));
      }
      var hash = comment == null ? Bytes32.ZERO : hashOf(comment);
      options.sender(contracts).send(contracts.engagements().rate(id, stars, hash));
      out().printf("rated: %d of 5%n", stars);
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Print all engagements, or those of one provider or consumer.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ChainOptions options,
      @Option(names = "--provider", paramLabel = "ID", description = "Only of this provider.")
          @Nullable Long provider,
      @Option(names = "--consumer", paramLabel = "ADDRESS", description = "Only of this wallet.")
          @Nullable String consumer,
      @Option(names = "--json", description = "Print a JSON object a line.") boolean json)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var wallet = consumer == null ? null : Address.parse(consumer);
      var found =
          contracts.engagements().all().stream()
              .filter(view -> provider == null || provider == view.providerId())
              .filter(view -> wallet == null || wallet.equals(view.consumer()))
              .toList();
      if (found.isEmpty() && !json) {
        out().println("no service was hired so; 'flashback help service' says how one is");
      }
      for (var view : found) {
        if (json) {
          out().println(ServiceReport.read(contracts, view));
          continue;
        }
        var total =
            IntStream.range(0, view.milestones())
                .mapToObj(i -> contracts.engagements().milestone(view.id(), i).amount())
                .reduce(BigInteger.ZERO, BigInteger::add);
        var token = ServiceReport.token(contracts, view);
        out()
            .printf(
                "%-4d %-10s provider %-4s %-9s %d of %d delivered  %s%n",
                view.id(),
                ServiceReport.kind(view.kind()),
                Long.toUnsignedString(view.providerId()),
                ServiceReport.words(view.state()),
                view.next(),
                view.milestones(),
                Orders.text(token, total));
      }
      out().flush();
    }
    return 0;
  }

  @Command(
      name = "show",
      description = "Print an engagement from the chain: how far it is, and what comes next.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin ChainOptions options,
      @Parameters(paramLabel = "ID", description = "Engagement.") long id,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      if (json) {
        out().println(ServiceReport.read(contracts, ServiceReport.known(contracts, id)));
        out().flush();
      } else {
        report(contracts, id);
      }
    }
    return 0;
  }

  /// The keccak-256 of a document.
  static Bytes32 hashOf(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0 || size > DOCUMENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s has %d bytes: give a file of 1 byte to 256 MiB.".formatted(file, size));
    }
    return Bytes.of(Files.readAllBytes(file)).keccak256();
  }

  private void report(Contracts contracts, long id) {
    new ServiceReport(contracts, out()).print(id);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
