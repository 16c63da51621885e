package network.flashback.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import network.flashback.evm.Bytes;
import network.flashback.evm.abi.Abi;

/// The checked-in interfaces of our contracts (`abi/NAME.json`).
public final class Abis {
  private Abis() {}

  public static Abi of(String contract) {
    return Abi.parse(text(contract));
  }

  /// The code that creates the contract, where the file carries it.
  public static Bytes creationCode(String contract) {
    try {
      String code = JsonRpc.JSON.readTree(text(contract)).path("bytecode").asText("");
      if (code.isEmpty()) {
        throw new IllegalArgumentException("abi/" + contract + ".json carries no byte code.");
      }
      return Bytes.fromHex(code);
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw new IllegalStateException("abi/" + contract + ".json is no JSON.", malformed);
    }
  }

  private static String text(String contract) {
    try (InputStream file = Abis.class.getResourceAsStream("/abi/" + contract + ".json")) {
      if (file == null) {
        throw new IllegalArgumentException(
            "There is no checked-in ABI of '" + contract + "' (abi/" + contract + ".json).");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
