package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.flashback.chain.Receipt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.bls.BlsBn254;

/// What ends an epoch: its seed, the proofs of the providers, the root of the reporters.
final class Epochs {
  /// As many newest epochs' roots as the oracle keeps.
  private static final long KEPT_ROOTS = 6;

  private final Scene scene;
  private final BlsBn254.Secret drand = BlsBn254.Secret.ofDevelopmentBeacon();
  private final Map<AgreementId, StoredUnit> units = new HashMap<>();

  Epochs(Scene scene) {
    this.scene = scene;
  }

  /// Notes what is stored under an agreement, for its proofs.
  void store(AgreementId agreement, StoredUnit unit) {
    units.put(agreement, unit);
  }

  /// Moves the clock just behind the epoch and posts its seed.
  Receipt seed(long epoch) {
    scene.chain().moveTo(scene.schedule().endOf(epoch) + 10);
    var beacon = scene.contracts().beacon();
    return scene
        .chain()
        .send(Scene.DEPLOYER, beacon.post(epoch, drand.sign(beacon.roundOf(epoch))));
  }

  Receipt audit(Provider provider, long epoch) throws IOException {
    var verifier = scene.contracts().possession();
    var proofs = new ArrayList<PossessionTerms>();
    for (var challenge : verifier.challengesOf(provider.id(), epoch)) {
      var unit = units.get(challenge.agreementId());
      if (unit == null) {
        throw new IllegalStateException(
            "Agreement " + challenge.agreementId() + " is audited, but stores nothing.");
      }
      proofs.add(unit.prove(challenge.leafIndex()));
    }
    return scene.chain().send(provider.account(), verifier.audit(provider.id(), epoch, proofs));
  }

  /// Posts the root of the epoch with `signers` signatures.
  Receipt report(long epoch, Bytes32 breaches, int signers) {
    var oracle = scene.contracts().quality();
    var root = new QualityRoot(epoch, breaches, scene.anything());
    var signed = root.typedData(oracle.domain());
    var signatures =
        IntStream.range(0, signers)
            .mapToObj(number -> scene.chain().key(Scene.FIRST_REPORTER + number))
            .sorted(Comparator.comparing(PrivateKey::address))
            .map(reporter -> reporter.sign(signed).toBytes())
            .toList();
    return scene.chain().send(Scene.FIRST_REPORTER, oracle.post(root, signatures));
  }

  /// Posts the roots of the epochs that follow one, until no slot of the oracle is new any more,
  /// and then another. The first six roots fill slots that all later ones use again.
  ///
  /// @param after epoch with the newest root
  Receipt steadyRoot(long after, AgreementId breached, int signers) {
    long steady = KEPT_ROOTS + 1;
    for (long epoch = after + 1; epoch < steady; epoch++) {
      scene.chain().moveTo(scene.schedule().endOf(epoch) + 10);
      report(epoch, breach(epoch, breached, 1), signers);
    }
    scene.chain().moveTo(scene.schedule().endOf(steady) + 10);
    return report(steady, breach(steady, breached, 1), signers);
  }

  /// The root of a single breach: its leaf.
  static Bytes32 breach(long epoch, AgreementId agreement, int creditBps) {
    var leaf =
        Keccak256.hash(
            Bytes32.of(epoch).toArray(),
            Bytes32.of(agreement.value()).toArray(),
            Bytes32.of(creditBps).toArray());
    return Keccak256.hash(leaf.toArray());
  }

  Receipt execute(long epoch, AgreementId agreement, int creditBps) {
    return scene
        .chain()
        .send(
            Scene.DEPLOYER,
            scene.contracts().quality().executeBreach(epoch, agreement, creditBps, List.of()));
  }

  /// Moves the clock to where nothing of the epoch can change any more.
  void settleDown(long epoch) {
    var schedule = scene.schedule();
    scene
        .chain()
        .moveTo(
            schedule.endOf(epoch)
                + schedule.auditWindowSeconds()
                + schedule.finalitySeconds()
                + 600);
  }
}
