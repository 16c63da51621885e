package network.flashback.evm.eip712;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// A struct that can be signed: its name, its members, and the structs its members refer to.
///
/// Declared as EIP-712 writes it, for example `StructType.parse("Mail(Person from,Person to,string
/// contents)", PERSON)`.
public final class StructType {
  private static final Pattern DECLARATION = Pattern.compile("(\\w+)\\(([^()]*)\\)");

  private final String name;
  private final List<Member> members;
  private final SequencedMap<String, StructType> references;
  private final Bytes32 typeHash;

  /// One member: a type as Solidity names it, and a name.
  public record Member(String type, String name) {}

  private StructType(
      String name, List<Member> members, SequencedMap<String, StructType> references) {
    this.name = name;
    this.members = members;
    this.references = references;
    this.typeHash = Keccak256.hash(encodedType());
  }

  /// Reads one declaration; every struct it mentions must be among `referenced`, in any order.
  public static StructType parse(String declaration, StructType... referenced) {
    Matcher matcher = DECLARATION.matcher(declaration);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + declaration + "' declares no struct: expected Name(type member,type member).");
    }
    var known = new TreeMap<String, StructType>();
    for (StructType type : referenced) {
      known.put(type.name, type);
    }
    var members = new ArrayList<Member>();
    var used = new TreeMap<String, StructType>();
    for (String text :
        matcher.group(2).isEmpty() ? new String[0] : matcher.group(2).split(",", -1)) {
      String[] parts = text.split(" ", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "Member '" + text + "' of " + matcher.group(1) + " is not 'type name'.");
      }
      String base = parts[0].replaceAll("\\[\\d*]", "");
      StructType struct = known.get(base);
      if (struct != null) {
        used.put(base, struct);
        used.putAll(struct.references);
      } else if (!MemberEncoding.isAtomic(base)) {
        throw new IllegalArgumentException(
            "Member '" + text + "' of " + matcher.group(1) + " has the unknown type " + base + ".");
      }
      members.add(new Member(parts[0], parts[1]));
    }
    return new StructType(matcher.group(1), List.copyOf(members), used);
  }

  public String name() {
    return name;
  }

  public List<Member> members() {
    return members;
  }

  /// The declaration with those of all referenced structs behind it, sorted by name.
  public String encodedType() {
    StringBuilder text = new StringBuilder(declaration());
    for (Map.Entry<String, StructType> entry : references.entrySet()) {
      text.append(entry.getValue().declaration());
    }
    return text.toString();
  }

  public Bytes32 typeHash() {
    return typeHash;
  }

  /// A struct with these values, in the order of the members.
  ///
  /// Taken are [network.flashback.evm.Address], `BigInteger`, `Integer`, `Long`, [Bytes32],
  /// [network.flashback.evm.Bytes], `String`, `Boolean`, [StructValue], and `List` for arrays.
  public StructValue of(Object... values) {
    return new StructValue(this, List.copyOf(Arrays.asList(values)));
  }

  Bytes32 hash(List<Object> values) {
    if (values.size() != members.size()) {
      throw new IllegalArgumentException(
          name
              + " has "
              + members.size()
              + " members, but "
              + values.size()
              + " values were given.");
    }
    byte[] encoded = new byte[Bytes32.SIZE * (1 + values.size())];
    System.arraycopy(typeHash.toArray(), 0, encoded, 0, Bytes32.SIZE);
    for (int i = 0; i < values.size(); i++) {
      Member member = members.get(i);
      try {
        Bytes32 word = MemberEncoding.encode(member.type(), references, values.get(i));
        System.arraycopy(word.toArray(), 0, encoded, Bytes32.SIZE * (i + 1), Bytes32.SIZE);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "Member " + name + "." + member.name() + ": " + wrong.getMessage(), wrong);
      }
    }
    return Keccak256.hash(encoded);
  }

  private String declaration() {
    StringBuilder text = new StringBuilder(name).append('(');
    String separator = "";
    for (Member member : members) {
      text.append(separator).append(member.type()).append(' ').append(member.name());
      separator = ",";
    }
    return text.append(')').toString();
  }

  @Override
  public String toString() {
    return encodedType();
  }
}
