package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import network.flashback.benchmarks.gas.Deals.Opened;
import network.flashback.chain.Call;
import network.flashback.chain.Receipt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// Three epochs in the life of several agreements, in which every operation happens at least once
/// in the state in which it usually happens. Notes the gas of each.
final class GasStory {
  private static final int MANY = 1_000;
  private static final int BATCH = 100;
  private static final int CREDIT_BPS = 1_000;

  private final Scene scene;
  private final Deals deals;
  private final Epochs epochs;
  private final Consumer<String> progress;
  private final StoredUnit gibibyte;
  private final StoredUnit mebibyte;
  private final Map<Operation, Long> gas = new EnumMap<>(Operation.class);

  // Each has one part in the story, so that its earnings and units are as its part needs them.
  private final Provider steady;
  private final Provider audited;
  private final Provider failing;
  private final Provider successor;
  private final Provider popular;
  private final Provider finishing;

  private GasStory(GasChain chain, RandomGenerator random, Consumer<String> progress) {
    this.progress = progress;
    this.scene = Scene.found(chain, 5, random);
    this.deals = new Deals(scene);
    this.epochs = new Epochs(scene);
    this.gibibyte = new StoredUnit(32, 32, random);
    this.mebibyte = new StoredUnit(1, 1, random);
    this.steady = scene.provider(0);
    this.audited = scene.provider(1);
    this.failing = scene.provider(2);
    this.successor = scene.provider(3);
    this.popular = scene.provider(4);
    this.finishing = scene.provider(5);
    scene.reporters(0, 4);
  }

  /// Tells the story once.
  static Map<Operation, Long> tell(
      GasChain chain, RandomGenerator random, Consumer<String> progress) throws IOException {
    progress.accept("deploying, registering, staking");
    var story = new GasStory(chain, random, progress);
    story.tell();
    story.gas.put(Operation.AUDIT_ONE, story.auditOfOneChallenge(random));
    story.gas.put(Operation.OPEN_WITH_COIN, story.openingWithCoin());
    return story.gas;
  }

  private void tell() throws IOException {
    sizes();
    long soon = scene.schedule().startOf(4);
    long later = scene.schedule().startOf(60);

    progress.accept("opening agreements");
    var changing = deals.open(1, List.of(steady), later);
    var brief = deals.open(1, List.of(finishing), soon);
    var plain = deals.openMany(finishing, 1, soon).getFirst();
    var main = deals.open(2, List.of(steady, audited, failing), later);
    note(Operation.OPEN_ONE, brief.gas());
    note(Operation.OPEN_THREE, main.gas());
    note(Operation.OPEN_FURTHER, (main.gas() - brief.gas()) / 2);
    deals.grant(main.id());
    firstRevisions(brief, main);
    commit(leg(plain, 0), mebibyte, 1, Scene.CONSUMER, finishing);
    commit(leg(changing, 0), gibibyte, 1, Scene.CONSUMER, steady);
    progress.accept("opening " + MANY + " agreements with one provider");
    var opened = deals.openMany(popular, MANY, later);
    note(Operation.OPEN_PLAIN, opened.getLast().gas());
    var many = opened.stream().map(each -> each.agreements().getFirst()).toList();
    storeMany(many);

    progress.accept("first epoch");
    firstEpoch(main, many);
    change(changing);
    progress.accept("second epoch, with a missed proof");
    secondEpoch(main, many);
    progress.accept("third epoch, with a breach, and an end");
    thirdEpoch(brief, main);
    note(Operation.LIFE_PLAIN, plain.gas() + close(plain, ended -> {}));
    note(Operation.SETTLE_CHANGE, settle(leg(changing, 0)));
    note(Operation.RENEW, send(Scene.DEPLOYER, deals.renew(leg(changing, 0), steady)));
    note(Operation.ROOT_STEADY, epochs.steadyRoot(3, leg(changing, 0), 5));
  }

  /// Settled before; the third epoch is the first at the new rate.
  private void change(Opened changing) {
    settle(leg(changing, 0));
    note(
        Operation.CHANGE,
        send(Scene.DEPLOYER, deals.lowerRate(changing, leg(changing, 0), steady)));
  }

  private void sizes() {
    var deployment = scene.contracts().deployment();
    var chain = scene.chain().chain();
    note(Operation.CODE, chain.code(deployment.address("Orchestrator")).size());
    note(Operation.CODE_CONSUMER, chain.code(deployment.address("ConsumerOrchestrator")).size());
    note(Operation.CODE_RECORDS, chain.code(deployment.address("LedgerRecords")).size());
    note(Operation.CODE_REPLACEMENTS, chain.code(deployment.address("Replacements")).size());
    note(Operation.CODE_AMENDMENTS, chain.code(deployment.address("Amendments")).size());
  }

  private void firstRevisions(Opened brief, Opened main) {
    commit(brief.agreements().getFirst(), gibibyte, 1, Scene.CONSUMER, finishing);
    commit(leg(main, 0), gibibyte, 1, Scene.GATEWAY, steady);
    commit(leg(main, 2), gibibyte, 1, Scene.GATEWAY, failing);
    note(Operation.FIRST_REVISION, commit(leg(main, 1), gibibyte, 1, Scene.GATEWAY, audited));
  }

  private void storeMany(List<AgreementId> many) {
    var commits =
        many.stream()
            .map(id -> deals.commit(mebibyte.revision(id, 1), Scene.CONSUMER, popular))
            .toList();
    scene.chain().sendAll(Scene.GATEWAY, commits);
    many.forEach(id -> epochs.store(id, mebibyte));
  }

  private void firstEpoch(Opened main, List<AgreementId> many) throws IOException {
    note(Operation.SEED_FIRST, epochs.seed(1));
    audit(1, steady, audited, failing, popular, finishing);
    epochs.report(1, Bytes32.ZERO, 3);
    scene.reporters(4, 7);
    commit(leg(main, 1), gibibyte, 2, Scene.GATEWAY, audited);
    epochs.settleDown(1);
    note(Operation.SETTLE_FIRST, settle(leg(main, 0)));
    settle(leg(main, 1));
    settle(many);
    note(Operation.VOUCHER_FIRST, claim(leg(main, 1), 100_000_003, Scene.GATEWAY));
    note(Operation.VOUCHER, claim(leg(main, 1), 200_000_005, Scene.GATEWAY));
    note(Operation.VOUCHER_CONSUMER, claim(leg(main, 1), 300_000_007, Scene.CONSUMER));
    actAsMember(main);
    claimBatch(many, 100_000_003);
    note(Operation.VOUCHER_EACH, claimBatch(many, 200_000_005) / BATCH);
  }

  /// The gateway's session key as one of many, then by a grant of its own again.
  private void actAsMember(Opened main) {
    var groups = new Groups(scene, BigInteger.valueOf(1_000_000_007));
    long expiry = scene.schedule().startOf(60);
    note(Operation.GROUP, send(Scene.CONSUMER, groups.grant(main.id(), expiry)));
    note(Operation.GROUP_JOIN, send(Scene.GATEWAY, groups.join()));
    note(Operation.GROUP_VOUCHER, claim(leg(main, 1), 400_000_009, Scene.GATEWAY));
    note(Operation.GROUP_ROOT, send(Scene.CONSUMER, groups.regroup()));
    note(Operation.GROUP_JOIN_AGAIN, send(Scene.GATEWAY, groups.joinAgain()));
    note(Operation.GROUP_REVOKE, send(Scene.CONSUMER, groups.revoke()));
    deals.grant(main.id());
  }

  private void secondEpoch(Opened main, List<AgreementId> many) throws IOException {
    note(Operation.SEED, epochs.seed(2));
    audit(2, steady, audited, finishing);
    note(Operation.AUDIT_EACH, epochs.audit(popular, 2).gasUsed() / MANY);
    note(Operation.ROOT, epochs.report(2, Bytes32.ZERO, 3));
    commit(leg(main, 1), gibibyte, 3, Scene.GATEWAY, audited);
    epochs.settleDown(2);
    note(Operation.SETTLE, settle(leg(main, 0)));
    note(Operation.SETTLE_EACH, settle(many) / BATCH);
    // From here on the payout wallet holds some of the token, as it usually does.
    withdraw(steady);
    var missed = leg(main, 2);
    note(
        Operation.PENALISE,
        send(Scene.DEPLOYER, scene.contracts().orchestrator().penaliseMiss(missed, 2)));
    note(Operation.REPLACE, send(Scene.GATEWAY, deals.replace(main, missed, successor)));
  }

  private void thirdEpoch(Opened brief, Opened main) throws IOException {
    epochs.seed(3);
    audit(3, steady, finishing);
    note(Operation.AUDIT_FIVE, epochs.audit(audited, 3));
    var breached = leg(main, 1);
    note(Operation.ROOT_BREACHES, epochs.report(3, Epochs.breach(3, breached, CREDIT_BPS), 5));
    note(Operation.BREACH, epochs.execute(3, breached, CREDIT_BPS));
    note(Operation.REVISION, commit(breached, gibibyte, 4, Scene.GATEWAY, audited));
    epochs.settleDown(3);
    note(Operation.SETTLE_TO_WALLET, settleToWallet(leg(main, 0)));
    finish(brief);
  }

  private void finish(Opened brief) {
    long life = brief.gas() + close(brief, ended -> note(Operation.END, ended));
    note(Operation.LIFE, life);
    note(
        Operation.LIFE_WITH_REVISION,
        life + Objects.requireNonNull(gas.get(Operation.FIRST_REVISION)));
  }

  /// One settlement, the end, and both sides' money in their wallets.
  ///
  /// @param ended told what the end alone costs
  private long close(Opened opened, LongConsumer ended) {
    var id = leg(opened, 0);
    var orchestrator = scene.contracts().orchestrator();
    long settled = settleToWallet(id);
    long end = send(Scene.DEPLOYER, orchestrator.end(id));
    ended.accept(end);
    return settled
        + end
        + send(
            Scene.CONSUMER, orchestrator.withdrawRefund(opened.terms().consumer(), scene.dollar()));
  }

  /// The same audit under contracts that ask for one leaf instead of five.
  private long auditOfOneChallenge(RandomGenerator random) throws IOException {
    progress.accept("the audit again, with one challenge");
    var other = Scene.found(scene.chain(), 1, random);
    var trade = new Deals(other);
    var rounds = new Epochs(other);
    var provider = other.provider(0);
    var opened = trade.open(1, List.of(provider), other.schedule().startOf(60));
    trade.grant(opened.id());
    var agreement = opened.agreements().getFirst();
    rounds.store(agreement, gibibyte);
    long measured = 0;
    for (int epoch = 0; epoch <= 3; epoch++) {
      if (epoch > 0) {
        rounds.seed(epoch);
        measured = rounds.audit(provider, epoch).gasUsed();
      }
      var revision = gibibyte.revision(agreement, epoch + 1);
      other.chain().send(provider.account(), trade.commit(revision, Scene.GATEWAY, provider));
    }
    return measured;
  }

  private long openingWithCoin() {
    scene.stakeCoins(popular);
    long end = scene.schedule().startOf(60);
    deals.openWithCoin(popular, end);
    return deals.openWithCoin(popular, end).gas();
  }

  private void audit(long epoch, Provider... providers) throws IOException {
    for (var provider : providers) {
      epochs.audit(provider, epoch);
    }
  }

  private long commit(
      AgreementId id, StoredUnit unit, long sequence, int consumerSide, Provider provider) {
    epochs.store(id, unit);
    return send(
        provider.account(), deals.commit(unit.revision(id, sequence), consumerSide, provider));
  }

  private long settle(AgreementId id) {
    return send(Scene.DEPLOYER, scene.contracts().orchestrator().settle(id));
  }

  private long settleToWallet(AgreementId id) {
    return send(Scene.DEPLOYER, scene.contracts().orchestrator().settleAndWithdraw(List.of(id)));
  }

  /// Settles the first hundred together.
  private long settle(List<AgreementId> many) {
    return send(
        popular.account(), scene.contracts().orchestrator().settleMany(many.subList(0, BATCH)));
  }

  private long withdraw(Provider provider) {
    return send(
        provider.account(),
        scene.contracts().orchestrator().withdrawEarnings(provider.id(), Scene.MARKET));
  }

  private long claim(AgreementId id, long cumulative, int signer) {
    return send(audited.account(), deals.claim(id, cumulative, signer));
  }

  /// Of the first hundred together.
  private long claimBatch(List<AgreementId> many, long cumulative) {
    return send(popular.account(), deals.claim(many.subList(0, BATCH), cumulative));
  }

  private long send(int account, Call call) {
    return scene.chain().send(account, call).gasUsed();
  }

  private void note(Operation operation, Receipt receipt) {
    note(operation, receipt.gasUsed());
  }

  private void note(Operation operation, long measured) {
    gas.put(operation, measured);
  }

  private static AgreementId leg(Opened opened, int index) {
    return opened.agreements().get(index);
  }
}
