package network.flashback.settlement.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PromiseHashes;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.statement.ServedEpochs;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;

/// Recomputes a statement from the chain and from raw records, and compares. It needs nothing of
/// who wrote the statement but the statement.
public final class StatementVerifier {
  /// A statement whose JSON is larger is not read.
  public static final int BYTES_MAX = 64 << 20;

  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Contracts contracts;
  private final Records records;

  /// Verifies statements about these contracts, with records from there.
  public StatementVerifier(Contracts contracts, Records records) {
    this.contracts = contracts;
    this.records = records;
  }

  /// Verifies a statement in the form that [StatementForms#json] writes.
  ///
  /// @throws IllegalArgumentException when it is no statement, or one of other contracts
  /// @throws IOException when the records cannot be asked for
  public Verification verify(byte[] json) throws IOException {
    JsonNode claimed = parse(json);
    requireOurs(claimed);
    long block = number(claimed, "block");
    var statement = new StatementReader(contracts).of(word(claimed, "slaId"), block);
    var findings = new Findings();
    if (!statement.blockHash().equals(word(claimed, "blockHash"))) {
      findings.differs(
          "The chain's block %d is %s, not the one of the statement: it was made on a branch that the chain has left."
              .formatted(block, statement.blockHash()));
    }
    new Comparison("the statement", Set.of("quality"), findings)
        .compare("", claimed, StatementForms.json(statement));
    compareQuality(claimed, statement, findings);
    statement.differences().forEach(findings::differs);
    var pay = new PayCheck();
    statement.agreements().forEach(line -> pay.check(line, findings));
    quality(statement, findings).check(statement);
    new VoucherCheck(voucherKeys(statement), findings).check(statement);
    return findings.result();
  }

  // Not of the chain: as far as the reports are served, what stands beside the account is in them.
  private void compareQuality(JsonNode claimed, Statement statement, Findings findings)
      throws IOException {
    if (!claimed.has("quality")) {
      return;
    }
    var served = new HashMap<String, JsonNode>();
    for (var row : new ServedEpochs(records).of(statement)) {
      served.put(row.id() + ", epoch " + row.epoch(), ServedEpochs.json(row));
    }
    for (JsonNode row : claimed.path("quality")) {
      var place = row.path("agreementId").asText() + ", epoch " + row.path("epoch").asText();
      var actual = served.get(place);
      if (actual == null) {
        findings.leavesOpen(
            "Agreement %s: its report could not be had, what was measured was not compared."
                .formatted(place));
      } else {
        new Comparison("the statement", Set.of(), findings)
            .compare("quality of agreement " + place, row, actual);
      }
    }
  }

  private QualityCheck quality(Statement statement, Findings findings) {
    return new QualityCheck(
        records,
        contracts.chain().id(),
        contracts.quality().address(),
        reporterKeys(statement.block()),
        new PromiseHashes(contracts)::of,
        new AnswerCheck(nodeKeys(statement.block()), contracts.orchestrator().schedule(), findings),
        findings);
  }

  private void requireOurs(JsonNode claimed) {
    long chain = number(claimed, "chainId");
    if (chain != contracts.chain().id()) {
      throw new IllegalArgumentException(
          "The statement is about chain %d, but the RPC address is of chain %d. Name a node of chain %d with --rpc."
              .formatted(chain, contracts.chain().id(), chain));
    }
    var orchestrator = text(claimed, "orchestrator");
    var ours = contracts.orchestrator().address();
    if (!orchestrator.equals(ours.toString())) {
      throw new IllegalArgumentException(
          "The statement is about the Orchestrator %s, but the deployment file names %s. Use the file of that deployment, from a source you trust."
              .formatted(orchestrator, ours));
    }
  }

  private Set<Address> reporterKeys(long through) {
    var keys = new HashSet<Address>();
    joined(contracts, through).forEach(emitted -> keys.add(emitted.values().address("key")));
    return keys;
  }

  // Revoked or expired since: what was claimed while a grant held stays claimed.
  private Set<Address> voucherKeys(Statement statement) {
    var keys = new HashSet<Address>();
    var grants = contracts.contract("AccessGrants");
    for (Emitted granted : emitted(contracts, grants, statement.block(), "Granted")) {
      var values = granted.values();
      boolean theirs = values.address("consumer").equals(statement.consumer());
      if (theirs && (values.number("rights") & Rights.VOUCHER) != 0) {
        keys.add(values.address("key"));
      }
    }
    return keys;
  }

  // A key that was replaced since has signed what it signed.
  private Map<Long, Set<Address>> nodeKeys(long through) {
    var keys = new HashMap<Long, Set<Address>>();
    var registry = contracts.registry().contract();
    for (Emitted named : emitted(contracts, registry, through, "Registered", "Updated")) {
      keys.computeIfAbsent(named.values().number("id"), id -> new HashSet<>())
          .add(named.values().address("nodeKey"));
    }
    return keys;
  }

  private static List<Emitted> joined(Contracts contracts, long through) {
    return emitted(contracts, contracts.quality().contract(), through, "ReporterJoined");
  }

  private static List<Emitted> emitted(
      Contracts contracts, Contract contract, long through, String... events) {
    var filter = contract.events(events);
    List<Emitted> emitted = new ArrayList<>();
    for (long from = contracts.deployment().block(); from <= through; from += BLOCKS_AT_ONCE) {
      long to = Math.min(through, from + BLOCKS_AT_ONCE - 1);
      contracts
          .chain()
          .logs(filter, from, to)
          .forEach(log -> contract.read(log).ifPresent(emitted::add));
    }
    return emitted;
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "The statement is no JSON: %s. Print one with ./flashback sla show ID --json."
              .formatted(malformed.getOriginalMessage()),
          malformed);
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  private static long number(JsonNode node, String field) {
    if (!node.path(field).canConvertToLong() || !node.path(field).isIntegralNumber()) {
      throw missing(field);
    }
    return node.path(field).asLong();
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw missing(field);
    }
    return node.path(field).asText();
  }

  private static Bytes32 word(JsonNode node, String field) {
    try {
      return Bytes32.fromHex(text(node, field));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "The statement's '%s' is no 32 bytes: %s".formatted(field, malformed.getMessage()),
          malformed);
    }
  }

  private static IllegalArgumentException missing(String field) {
    return new IllegalArgumentException(
        "The statement has no '%s'. A statement is what ./flashback sla show ID --json prints."
            .formatted(field));
  }
}
