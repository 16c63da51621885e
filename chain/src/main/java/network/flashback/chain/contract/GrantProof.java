package network.flashback.chain.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// What a member of a group shows once to join it, as a file that the consumer hands to it. It is
/// no secret: the contract takes it from the member's own key only.
///
/// @param siblings from the leaf up
public record GrantProof(
    Address consumer, long number, GrantMember member, List<Bytes32> siblings) {
  public GrantProof {
    siblings = List.copyOf(siblings);
    if (siblings.size() > GrantGroup.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "A proof has at most %d nodes, this one %d."
              .formatted(GrantGroup.DEPTH_MAX, siblings.size()));
    }
  }

  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is no proof
  public static GrantProof read(Path file) throws IOException {
    return SigningFile.read(
        file,
        "proof of a group",
        "Name the file that the consumer made with 'flashback grant group proof'.",
        fields ->
            new GrantProof(
                Address.parse(fields.text("consumer")),
                fields.number("number"),
                new GrantMember(
                    Address.parse(fields.text("key")),
                    (int) fields.number("rights"),
                    fields.integer("voucherCap", 88)),
                Arrays.stream(fields.text("siblings").split(" ", -1))
                    .filter(sibling -> !sibling.isEmpty())
                    .map(Bytes32::fromHex)
                    .toList()));
  }

  public void write(Path file) throws IOException {
    var json = SigningFile.empty();
    json.put("consumer", consumer.toString());
    json.put("number", Long.toString(number));
    json.put("key", member.key().toString());
    json.put("rights", Integer.toString(member.rights()));
    json.put("voucherCap", member.voucherCap().toString());
    json.put("siblings", siblings.stream().map(Bytes32::toString).collect(Collectors.joining(" ")));
    SigningFile.write(file, json);
  }
}
