package network.flashback.node.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.TrialAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.BytesLostException;
import network.flashback.http.BodyTooLargeException;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;
import network.flashback.http.Router.PathParams;
import network.flashback.node.Agreements;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFullException;
import network.flashback.node.store.DiskGoneException;
import network.flashback.node.store.DiskTrial;
import network.flashback.node.store.PieceLostException;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All paths of a node, and the one place where failures become answers.
public final class NodeApi implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(NodeApi.class);
  private static final String AGREEMENT = "/v1/agreements/{id}";

  private final NodeConfig config;
  private final Pieces store;
  private final Wallet nodeKey;
  private final Sessions sessions;
  private final PieceRoutes pieces;
  private final UnitRoutes units;
  private final ProbeRoutes probes;
  private final RunRoutes runs;
  private final WriteRoutes writes;
  private final TrialRoutes trials;
  private final KeptPromises promises;
  private final Router router;

  /// The domains under which the parties sign.
  ///
  /// @param messages of nodes
  /// @param verifier the PossessionVerifier's
  /// @param orchestrator the Orchestrator's
  public record Domains(Messages messages, Domain verifier, Domain orchestrator) {}

  /// @param nodeKey signs receipts and revisions; the Registry must know it
  /// @param cosigned run after each revision that both signed
  public NodeApi(
      NodeConfig config,
      Pieces store,
      Bills bills,
      Agreements agreements,
      Domains domains,
      Wallet nodeKey,
      StandingFile standing,
      SecureRandom random,
      InstantSource clock,
      Runnable cosigned)
      throws IOException {
    this.config = config;
    this.store = store;
    this.nodeKey = nodeKey;
    this.sessions =
        new Sessions(
            config.providerId(),
            config.windowBytes(),
            agreements,
            domains.messages(),
            random,
            clock);
    this.pieces = new PieceRoutes(store, sessions, bills, domains.messages(), nodeKey, standing);
    this.units =
        new UnitRoutes(
            store,
            sessions,
            bills,
            agreements,
            domains.verifier(),
            domains.orchestrator(),
            nodeKey,
            cosigned);
    this.probes = new ProbeRoutes(store, sessions, agreements, nodeKey, clock);
    this.runs = new RunRoutes(store, probes, nodeKey, clock);
    this.writes = new WriteRoutes(store, probes, nodeKey, clock);
    this.trials =
        new TrialRoutes(
            new DiskTrial(config.folders().getFirst()),
            config.providerId(),
            agreements,
            nodeKey,
            clock);
    this.promises = new KeptPromises(config.folders(), config.promise());
    this.router = router();
  }

  /// Sessions open now.
  public int sessions() {
    return sessions.open();
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    try {
      return router.handle(request);
    } catch (ProblemException expected) {
      return Json.answer(expected);
    } catch (BodyTooLargeException tooLarge) {
      return Json.answer(Problem.TOO_LARGE.because(String.valueOf(tooLarge.getMessage())));
    } catch (DiskFullException full) {
      LOG.warn("A piece was refused: {}", full.getMessage());
      return Json.answer(Problem.FULL.because(String.valueOf(full.getMessage())));
    } catch (PieceLostException | BytesLostException lost) {
      LOG.error("{}", lost.getMessage());
      return Json.answer(Problem.PIECE_LOST.because(String.valueOf(lost.getMessage())));
    } catch (DiskGoneException gone) {
      return gone(gone);
    } catch (UncheckedIOException wrapped) {
      if (wrapped.getCause() instanceof DiskGoneException gone) {
        return gone(gone);
      }
      throw wrapped;
    } catch (ChainException silent) {
      LOG.warn("The chain was needed for a request: {}", silent.getMessage());
      // The message may name the node's RPC address, which is nobody else's business.
      return Json.answer(Problem.CHAIN_SILENT.because("The chain did not answer."));
    }
  }

  private static HttpResponse gone(DiskGoneException gone) throws IOException {
    LOG.warn("{}", gone.getMessage());
    // The message names a folder of this machine, which is nobody else's business.
    return Json.answer(Problem.DISK_GONE.because("The agreement lies on a disk that is gone."));
  }

  private Router router() {
    return Router.builder()
        .get("/v1/node", (_, _) -> describe())
        .post("/v1/sessions", (request, _) -> sessions.open(request))
        .put(
            AGREEMENT + "/pieces/{piece}",
            (request, path) -> pieces.put(request, agreement(path), piece(path)))
        .get(
            AGREEMENT + "/pieces/{piece}",
            (request, path) -> pieces.get(request, agreement(path), piece(path)))
        .delete(
            AGREEMENT + "/pieces/{piece}",
            (request, path) -> pieces.delete(request, agreement(path), piece(path)))
        .post(AGREEMENT + "/revisions", (request, path) -> units.revise(request, agreement(path)))
        .post(AGREEMENT + "/mark", (request, path) -> units.mark(request, agreement(path)))
        .get(AGREEMENT + "/slots", (request, path) -> units.slots(request, agreement(path)))
        .get(AGREEMENT + "/lost", (request, path) -> units.lost(request, agreement(path)))
        .post(AGREEMENT + "/vouchers", (request, path) -> units.pay(request, agreement(path)))
        .get(AGREEMENT + "/usage", (request, path) -> units.usage(request, agreement(path)))
        .get(
            AGREEMENT + "/leaves/{index}",
            (request, path) -> probes.leaf(request, agreement(path), index(path)))
        .get(
            AGREEMENT + "/leaves/{index}/run",
            (request, path) -> runs.run(request, agreement(path), index(path)))
        .post(
            AGREEMENT + WriteAnswer.PATH, (request, path) -> writes.write(request, agreement(path)))
        .post(TrialAnswer.PATH, (request, _) -> trials.sendBack(request))
        .get(QualityPromise.PATH + "{hash}", (_, path) -> promises.show(path.text("hash")))
        .otherwise(
            request -> {
              throw Problem.NOTHING_HERE.because("The path is " + request.rawPath() + ".");
            })
        .build();
  }

  private HttpResponse describe() throws IOException {
    var node = new LinkedHashMap<String, Object>();
    node.put("providerId", config.providerId());
    node.put("nodeKey", nodeKey.address().toString());
    node.put("endpoint", config.endpoint().toString());
    node.put("capacityBytes", Long.toString(store.capacityBytes()));
    node.put("usedBytes", Long.toString(store.usedBytes()));
    node.put("windowBytes", Long.toString(config.windowBytes()));
    node.put("region", config.region().name());
    node.put("class", config.storageClass().name());
    node.put("version", version());
    return Json.answer(200, node);
  }

  /// Of the program; `development` where it was not built for release.
  public static String version() {
    var version = NodeApi.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static AgreementId agreement(PathParams path) {
    try {
      return AgreementId.parse(path.text("id"));
    } catch (IllegalArgumentException malformed) {
      throw Json.invalid("agreement id", "in the path is no decimal number of at most 128 bits");
    }
  }

  private static Bytes32 piece(PathParams path) {
    if (!path.text("piece").matches("(0x)?[0-9a-fA-F]{64}")) {
      throw Json.invalid("piece id", "in the path is not 64 hex digits");
    }
    return Bytes32.fromHex(path.text("piece"));
  }

  private static long index(PathParams path) {
    if (!path.text("index").matches("[0-9]{1,18}")) {
      throw Json.invalid("leaf index", "in the path is no number");
    }
    return Long.parseLong(path.text("index"));
  }
}
