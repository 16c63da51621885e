package network.flashback.chain.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.Deployment;
import network.flashback.chain.DurableFiles;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// The record of a deployment, written before it begins and after every step. Every role reads it
/// as its deployment file; an interrupted deployment is continued from it.
///
/// @param program version that began it
/// @param block in which nothing of it was there yet
/// @param label tells deployments of one wallet apart
/// @param profile every key with its value
/// @param entries the factory, then every contract in the order of creation
public record Manifest(
    String program,
    long chainId,
    long block,
    Address deployer,
    String label,
    Map<String, String> profile,
    List<Entry> entries,
    boolean complete) {
  static final String FACTORY = "Factory";

  /// One contract.
  ///
  /// @param arguments of the constructor, encoded
  /// @param creationCodeHash keccak-256 of the creation code with the arguments
  /// @param created none until it is on the chain and has been inspected
  public record Entry(
      String name,
      Address address,
      Bytes arguments,
      Bytes32 creationCodeHash,
      Optional<Creation> created) {
    Entry with(Creation creation) {
      return new Entry(name, address, arguments, creationCodeHash, Optional.of(creation));
    }
  }

  /// How a contract came to be.
  ///
  /// @param codeHash keccak-256 of the code on the chain
  /// @param sent none when a run that was cut short sent it and nobody saw the receipt
  public record Creation(Bytes32 codeHash, Optional<Sent> sent) {}

  /// The transaction that created a contract.
  public record Sent(Bytes32 transaction, long block, long gasUsed, Wei fee) {}

  public Manifest {
    profile = Map.copyOf(profile);
    entries = List.copyOf(entries);
  }

  public Address factory() {
    return entries.getFirst().address();
  }

  /// The addresses, those included that have nothing at them yet.
  public Map<String, Address> addresses() {
    var addresses = new TreeMap<String, Address>();
    entries.forEach(entry -> addresses.put(entry.name(), entry.address()));
    return addresses;
  }

  /// What is on the chain of it.
  public Deployment deployment() {
    var contracts = new TreeMap<String, Deployment.Deployed>();
    for (var entry : entries) {
      entry
          .created()
          .ifPresent(
              creation ->
                  contracts.put(
                      entry.name(), new Deployment.Deployed(entry.address(), creation.codeHash())));
    }
    return new Deployment(chainId, block, contracts);
  }

  Manifest with(int entry, Creation creation) {
    var changed = new ArrayList<>(entries);
    changed.set(entry, entries.get(entry).with(creation));
    return new Manifest(program, chainId, block, deployer, label, profile, changed, complete);
  }

  Manifest completed() {
    return new Manifest(program, chainId, block, deployer, label, profile, entries, true);
  }

  /// Writes the file at once or not at all.
  public void write(Path file) throws IOException {
    DurableFiles.write(file, ManifestFormat.text(this));
  }

  /// The manifest in a file.
  ///
  /// @throws IOException when there is none
  public static Manifest read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          "There is no manifest %s to continue from. Leave --resume away to begin, or name the right --manifest."
              .formatted(file));
    }
    try {
      return ManifestFormat.parse(Files.readString(file));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(
          "%s is no manifest of a deployment: %s".formatted(file, malformed.getMessage()),
          malformed);
    }
  }
}
