package network.flashback.chain.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.deploy.Manifest.Creation;
import network.flashback.chain.deploy.Manifest.Entry;
import network.flashback.chain.deploy.Manifest.Sent;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// A manifest as JSON: the fields of a deployment file, and more.
final class ManifestFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestFormat() {}

  static String text(Manifest manifest) {
    var root = JSON.createObjectNode();
    root.put("program", manifest.program());
    root.put("complete", manifest.complete());
    root.put("chainId", manifest.chainId());
    root.put("block", manifest.block());
    root.put("deployer", manifest.deployer().toString());
    root.put("label", manifest.label());
    var profile = root.putObject("profile");
    new TreeMap<>(manifest.profile()).forEach(profile::put);
    var contracts = root.putObject("contracts");
    manifest
        .deployment()
        .contracts()
        .forEach(
            (name, deployed) ->
                contracts
                    .putObject(name)
                    .put("address", deployed.address().toString())
                    .put("codeHash", deployed.codeHash().toString()));
    var steps = root.putArray("steps");
    manifest.entries().forEach(entry -> write(entry, steps.addObject()));
    return root.toPrettyString() + "\n";
  }

  static Manifest parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("it is no JSON", malformed);
    }
    Map<String, String> profile = new TreeMap<>();
    root.path("profile")
        .properties()
        .forEach(each -> profile.put(each.getKey(), each.getValue().asText()));
    List<Entry> entries = new ArrayList<>();
    root.path("steps").forEach(step -> entries.add(entry(step)));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("it has no steps");
    }
    return new Manifest(
        word(root, "program"),
        number(root, "chainId"),
        number(root, "block"),
        Address.parse(word(root, "deployer")),
        word(root, "label"),
        profile,
        entries,
        root.path("complete").asBoolean());
  }

  private static void write(Entry entry, ObjectNode step) {
    step.put("name", entry.name());
    step.put("address", entry.address().toString());
    step.put("constructorArguments", entry.arguments().toString());
    step.put("creationCodeHash", entry.creationCodeHash().toString());
    entry
        .created()
        .ifPresent(
            creation -> {
              step.put("codeHash", creation.codeHash().toString());
              creation.sent().ifPresent(sent -> write(sent, step));
            });
  }

  private static void write(Sent sent, ObjectNode step) {
    step.put("transaction", sent.transaction().toString());
    step.put("block", sent.block());
    step.put("gasUsed", sent.gasUsed());
    step.put("feeWei", sent.fee().amount().toString());
  }

  private static Entry entry(JsonNode step) {
    Optional<Creation> created =
        step.hasNonNull("codeHash")
            ? Optional.of(new Creation(Bytes32.fromHex(word(step, "codeHash")), sent(step)))
            : Optional.empty();
    return new Entry(
        word(step, "name"),
        Address.parse(word(step, "address")),
        Bytes.fromHex(word(step, "constructorArguments")),
        Bytes32.fromHex(word(step, "creationCodeHash")),
        created);
  }

  private static Optional<Sent> sent(JsonNode step) {
    return step.hasNonNull("transaction")
        ? Optional.of(
            new Sent(
                Bytes32.fromHex(word(step, "transaction")),
                number(step, "block"),
                number(step, "gasUsed"),
                new Wei(new BigInteger(word(step, "feeWei")))))
        : Optional.empty();
  }

  private static String word(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return node.path(field).asText();
  }

  private static long number(JsonNode node, String field) {
    if (!node.path(field).isIntegralNumber()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no number");
    }
    return node.path(field).asLong();
  }
}
