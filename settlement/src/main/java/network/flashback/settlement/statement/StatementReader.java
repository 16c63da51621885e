package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.settlement.statement.Movement.Kind;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Statement.Money;
import network.flashback.settlement.statement.Statement.Pool;

/// Computes statements from the chain: every event since the deployment, and views at the block at
/// which the events end.
public final class StatementReader {
  private static final int ATTEMPTS = 5;

  private final Contracts contracts;

  public StatementReader(Contracts contracts) {
    this.contracts = contracts;
  }

  /// The statement at the newest block.
  ///
  /// @throws IllegalArgumentException when the chain has no such SLA
  public Statement of(Bytes32 slaId) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Block head = contracts.chain().head();
      Statement statement = at(slaId, head);
      if (isStillOnChain(head)) {
        return statement;
      }
    }
    throw new ChainException(
        "The chain reorganises so often that no statement could be read. Try again.");
  }

  /// The statement at a block.
  ///
  /// Nodes need not keep old states; and one that is just mining a block may answer for the one
  /// before with the state after it (anvil does, for a moment): a block that has a successor is
  /// safe.
  ///
  /// @throws IllegalArgumentException when the chain has no such SLA or no such block yet
  public Statement of(Bytes32 slaId, long blockNumber) {
    var block =
        contracts
            .chain()
            .block(BlockTag.number(blockNumber))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Chain %d has no block %d yet."
                            .formatted(contracts.chain().id(), blockNumber)));
    return at(slaId, block);
  }

  /// The statements of all SLAs ever opened, in the order of their opening.
  public List<Bytes32> slaIds() {
    return Ledgerbook.read(contracts, contracts.chain().head().number()).slaIds();
  }

  private boolean isStillOnChain(Block block) {
    return contracts
        .chain()
        .block(BlockTag.number(block.number()))
        .filter(actual -> actual.hash().equals(block.hash()))
        .isPresent();
  }

  private Statement at(Bytes32 slaId, Block head) {
    BlockTag tag = BlockTag.number(head.number());
    Values sla = contracts.contract("Orchestrator").callAt(tag, "slaOf", slaId);
    SlaState state = List.of(SlaState.values()).get((int) sla.number(0));
    if (state == SlaState.NONE) {
      throw new IllegalArgumentException(
          "There is no SLA "
              + slaId
              + " on chain "
              + contracts.chain().id()
              + ". Check the id, and that the RPC address is that of the right network.");
    }
    int market = (int) sla.number("market");
    Ledgerbook book = Ledgerbook.read(contracts, head.number());
    var vouchers = new Vouchers(contracts);
    List<AgreementView> views = new ArrayList<>();
    for (BigInteger id : sla.list("agreementIds", BigInteger.class)) {
      views.add(contracts.orchestrator().agreementAt(new AgreementId(id), tag));
    }
    return new Statement(
        contracts.chain().id(),
        contracts.orchestrator().address(),
        slaId,
        state,
        market,
        sla.address("consumer"),
        money(market),
        head.number(),
        head.hash(),
        head.timestamp(),
        book.deposited(slaId),
        sla.integer("reserve"),
        book.released(slaId),
        book.reused(slaId),
        views.stream().map(view -> line(view, book, vouchers)).toList(),
        pools(slaId, market, views, book, tag));
  }

  private Money money(int market) {
    Address token = contracts.orchestrator().market(market).token();
    var erc20 = contracts.token(token);
    return new Money(token, erc20.symbol(), erc20.decimals());
  }

  private static Line line(AgreementView view, Ledgerbook book, Vouchers vouchers) {
    var account = book.of(view.id());
    return new Line(
        view.id(),
        view.providerId(),
        view.state(),
        account.of(Kind.DEPOSITED),
        account.of(Kind.STREAMED),
        account.of(Kind.EGRESS),
        account.of(Kind.CREDITED),
        account.of(Kind.REFUNDED),
        view.deposit().add(view.egressEscrow()).subtract(view.egressClaimed()),
        account.of(Kind.PENALISED),
        account.slashed(),
        account.disputed(),
        vouchers.complete(book.trace(view)));
  }

  private List<Pool> pools(
      Bytes32 slaId, int market, List<AgreementView> views, Ledgerbook book, BlockTag tag) {
    List<Pool> pools = new ArrayList<>();
    var providers = new TreeSet<Long>();
    views.forEach(view -> providers.add(view.providerId()));
    for (long provider : providers) {
      BigInteger owed =
          contracts.contract("Orchestrator").callAt(tag, "earningsOf", provider, market).integer(0);
      BigInteger gross = BigInteger.ZERO;
      boolean exclusive = true;
      for (AgreementId id : book.agreements(provider, market)) {
        BigInteger earned = book.of(id).gross();
        gross = gross.add(earned);
        exclusive &= earned.signum() == 0 || book.slaOf(id).equals(slaId);
      }
      Map<Address, BigInteger> withdrawn = new HashMap<>(book.withdrawn(provider, market));
      pools.add(new Pool(provider, exclusive, gross, withdrawn, book.fees(provider, market), owed));
    }
    return pools;
  }
}
