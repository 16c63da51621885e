package network.flashback.market.quote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.StructValue;
import network.flashback.evm.eip712.TypedData;

/// Typed data of one flat struct as wallets take it (`eth_signTypedData_v4` of EIP-712).
public final class TypedDataJson {
  private TypedDataJson() {}

  public static ObjectNode of(TypedData data) {
    var root = JsonNodeFactory.instance.objectNode();
    var types = root.putObject("types");
    domain(root.putObject("domain"), types, data.domain());
    var type = data.message().type();
    var members = types.putArray(type.name());
    type.members()
        .forEach(
            member -> members.addObject().put("name", member.name()).put("type", member.type()));
    root.put("primaryType", type.name());
    message(root.putObject("message"), type, data.message());
    return root;
  }

  private static void domain(ObjectNode values, ObjectNode types, Domain domain) {
    var members = types.putArray("EIP712Domain");
    members.addObject().put("name", "name").put("type", "string");
    values.put("name", domain.name());
    domain
        .version()
        .ifPresent(
            version -> {
              members.addObject().put("name", "version").put("type", "string");
              values.put("version", version);
            });
    members.addObject().put("name", "chainId").put("type", "uint256");
    values.put("chainId", domain.chainId());
    domain
        .verifyingContract()
        .ifPresent(
            contract -> {
              members.addObject().put("name", "verifyingContract").put("type", "address");
              values.put("verifyingContract", contract.toString());
            });
  }

  private static void message(ObjectNode json, StructType type, StructValue value) {
    for (var i = 0; i < type.members().size(); i++) {
      json.put(type.members().get(i).name(), value.values().get(i).toString());
    }
  }
}
