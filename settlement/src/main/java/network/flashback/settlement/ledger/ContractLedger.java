package network.flashback.settlement.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.Attempt;
import network.flashback.settlement.Books;
import network.flashback.settlement.Breach;
import network.flashback.settlement.EpochLedger;

/// The contracts, as settling sees them. For one thread at a time.
public final class ContractLedger implements EpochLedger {
  // Nodes limit the requests of a batch; anvil and geth take 1,000.
  private static final int QUESTIONS_PER_BATCH = 200;

  private final Contracts contracts;
  private final Attempts attempts;
  private final Address wallet;
  private final OpenSlas slas;
  private final Schedule schedule;

  /// Sees and changes the contracts.
  ///
  /// @param sender of the wallet that pays for gas and earns the prover's share of slashes
  public ContractLedger(Contracts contracts, TransactionSender sender, FollowingPolicy policy) {
    this.contracts = contracts;
    this.attempts = new Attempts(sender);
    this.wallet = sender.address();
    this.slas = new OpenSlas(contracts, policy);
    this.schedule = contracts.orchestrator().schedule();
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Books books() {
    Block head = contracts.chain().head();
    long now = Math.max(head.timestamp().getEpochSecond(), schedule.genesis());
    return new Books(head, schedule.epochAt(now), slas.read());
  }

  @Override
  public boolean holds(Block block) {
    boolean holds =
        contracts
            .chain()
            .block(BlockTag.number(block.number()))
            .filter(actual -> actual.hash().equals(block.hash()))
            .isPresent();
    if (!holds) {
      slas.forget();
    }
    return holds;
  }

  @Override
  public long seededAt(long epoch) {
    return contracts.beacon().seededAtOf(epoch);
  }

  @Override
  public long roundOf(long epoch) {
    return contracts.beacon().roundOf(epoch);
  }

  @Override
  public Attempt postSeed(long epoch, Bytes signature) {
    var bounty = contracts.bounty();
    return attempts.send(
        bounty.repays()
            ? bounty.post(epoch, signature)
            : contracts.beacon().post(epoch, signature));
  }

  @Override
  public Optional<BigInteger> claimBounty() {
    var bounty = contracts.bounty();
    var owed = bounty.owedOf(wallet);
    boolean claimed = owed.signum() > 0 && attempts.send(bounty.claim(wallet)).isDone();
    return claimed ? Optional.of(owed) : Optional.empty();
  }

  @Override
  public List<Long> unconfirmed(long providerId, long from, long through) {
    var orchestrator = contracts.contract("Orchestrator");
    var function = orchestrator.abi().function("isConfirmed");
    List<Long> unconfirmed = new ArrayList<>();
    for (long first = from; first <= through; first += QUESTIONS_PER_BATCH) {
      long last = Math.min(through, first + QUESTIONS_PER_BATCH - 1);
      List<JsonRpc.Request> questions = new ArrayList<>();
      for (long epoch = first; epoch <= last; epoch++) {
        var question =
            Map.of(
                "to", orchestrator.address().toString(),
                "input", function.encode(providerId, epoch).toString());
        questions.add(JsonRpc.Request.of("eth_call", question, "latest"));
      }
      List<JsonNode> answers = contracts.chain().rpc().batch(questions);
      for (int i = 0; i < answers.size(); i++) {
        if (!function.decodeReturn(Bytes.fromHex(answers.get(i).asText())).flag(0)) {
          unconfirmed.add(first + i);
        }
      }
    }
    return unconfirmed;
  }

  @Override
  public Posted qualityOf(long epoch) {
    return contracts.quality().rootOf(epoch);
  }

  @Override
  public OptionalLong finalEpoch(int market) {
    return contracts.orchestrator().finalEpoch(market);
  }

  @Override
  public AgreementView agreement(AgreementId id) {
    return contracts.orchestrator().agreement(id);
  }

  @Override
  public Attempt executeBreach(long epoch, Breach breach) {
    return attempts.send(
        contracts
            .quality()
            .executeBreach(epoch, breach.agreementId(), breach.creditBps(), breach.proof()));
  }

  @Override
  public Attempt penaliseMiss(AgreementId id, long epoch) {
    return attempts.send(contracts.orchestrator().penaliseMiss(id, epoch));
  }

  @Override
  public Attempt follow(AgreementId id) {
    return attempts.send(contracts.possession().follow(id));
  }

  @Override
  public List<AgreementId> settleable(List<AgreementId> ids) {
    return ids.stream().filter(this::isSettleable).toList();
  }

  // Asked of the contract itself; a credit may eat all of a pay, and is to be booked all the same.
  private boolean isSettleable(AgreementId id) {
    Call settle = contracts.orchestrator().settleMany(List.of(id));
    Bytes paid = contracts.chain().call(settle, BlockTag.LATEST);
    boolean pays = !paid.isEmpty() && new BigInteger(1, paid.toArray()).signum() > 0;
    return pays || agreement(id).creditPending().signum() > 0;
  }

  @Override
  public Attempt settle(List<AgreementId> ids) {
    return attempts.send(contracts.orchestrator().settleMany(ids));
  }

  @Override
  public Attempt end(AgreementId id) {
    return attempts.send(contracts.orchestrator().end(id));
  }

  @Override
  public Attempt voidAgreement(AgreementId id) {
    return attempts.send(contracts.orchestrator().voidAgreement(id));
  }

  @Override
  public Attempt endSla(Bytes32 slaId) {
    return attempts.send(contracts.orchestrator().endSla(slaId));
  }
}
