package network.flashback.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.flashback.chain.contract.GrantMember;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;

/// The list of a group's members, as people write it.
final class GroupMembers {
  private static final long BYTES_MOST = 64 << 20;

  private static final Map<String, Integer> RIGHTS =
      Map.of(
          "read", Rights.READ,
          "write", Rights.WRITE,
          "revision", Rights.REVISION,
          "voucher", Rights.VOUCHER,
          "replace", Rights.REPLACE);

  private GroupMembers() {}

  /// @param decimals of the token in which the caps are
  /// @throws IllegalArgumentException naming the line that is wrong
  static List<GrantMember> read(Path file, int decimals) throws IOException {
    if (Files.size(file) > BYTES_MOST) {
      throw new IllegalArgumentException(
          "%s is larger than any list of members (64 MiB): make several groups.".formatted(file));
    }
    List<GrantMember> members = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        var text = line.replaceFirst("#.*", "").strip();
        if (!text.isEmpty()) {
          members.add(member(file, number, text, decimals));
        }
      }
    }
    return members;
  }

  private static GrantMember member(Path file, int line, String text, int decimals) {
    var words = text.split("\\s+", -1);
    if (words.length != 3) {
      throw wrong(file, line, "it has " + words.length + " words");
    }
    try {
      return new GrantMember(Address.parse(words[0]), rights(words[1]), cap(words[2], decimals));
    } catch (IllegalArgumentException unreadable) {
      throw wrong(file, line, String.valueOf(unreadable.getMessage()));
    }
  }

  private static int rights(String words) {
    int mask = 0;
    for (var word : words.toLowerCase(Locale.ROOT).split(",", -1)) {
      var right = RIGHTS.get(word);
      if (right == null) {
        throw new IllegalArgumentException("'" + word + "' is no right");
      }
      mask |= right;
    }
    return mask;
  }

  private static BigInteger cap(String text, int decimals) {
    if (!text.matches("[0-9]{1,27}(\\.[0-9]{1,30})?")) {
      throw new IllegalArgumentException("'" + text + "' is no amount");
    }
    try {
      return new BigDecimal(text).movePointRight(decimals).toBigIntegerExact();
    } catch (ArithmeticException tooFine) {
      throw new IllegalArgumentException(
          "'%s' is finer than the token, which has %d decimals".formatted(text, decimals), tooFine);
    }
  }

  private static IllegalArgumentException wrong(Path file, int line, String what) {
    return new IllegalArgumentException(
        "Line %d of %s is no member: %s. Write 0xADDRESS read,write,voucher 12.5: the key, its rights (read, write, revision, voucher, replace), its voucher cap in whole tokens."
            .formatted(line, file, what));
  }
}
