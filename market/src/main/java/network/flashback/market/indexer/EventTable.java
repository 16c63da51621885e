package network.flashback.market.indexer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.contract.Settlement;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.abi.Values;
import org.jdbi.v3.core.Handle;

/// Puts decoded logs into the table `event`, and takes them out again.
final class EventTable {
  private final List<Contract> contracts;

  EventTable(List<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
  }

  /// Adding a log that is there already changes nothing; logs of unknown events are left out.
  void add(Handle handle, Log log, long blockTime) {
    for (var contract : contracts) {
      contract.read(log).ifPresent(emitted -> insertAll(handle, contract, emitted, blockTime));
    }
  }

  void remove(Handle handle, Log log) {
    handle
        .createUpdate(
            "DELETE FROM event WHERE block_number = :block AND log_index = :index AND block_hash = :hash")
        .bind("block", log.blockNumber())
        .bind("index", log.index())
        .bind("hash", log.blockHash().toString())
        .execute();
  }

  /// Settlements made together, and vouchers claimed together, are one event, and a row each, as if
  /// each had been alone.
  private static void insertAll(Handle handle, Contract contract, Emitted emitted, long blockTime) {
    switch (emitted.event().name()) {
      case "SettledMany" -> {
        var parts = Settlement.of(emitted).stream().map(EventTable::settled).toList();
        insertParts(handle, contract, emitted.log(), "Settled", parts, blockTime);
      }
      case "VouchersClaimed" -> {
        var parts = VoucherClaim.of(emitted).stream().map(EventTable::claimed).toList();
        insertParts(handle, contract, emitted.log(), "VoucherClaimed", parts, blockTime);
      }
      default ->
          insert(
              handle,
              contract,
              new Row(emitted.log(), 0, emitted.event().name(), emitted.values(), blockTime));
    }
  }

  private static void insertParts(
      Handle handle, Contract contract, Log log, String name, List<Values> parts, long blockTime) {
    int part = 0;
    for (var values : parts) {
      insert(handle, contract, new Row(log, part++, name, values, blockTime));
    }
  }

  private static Values claimed(VoucherClaim claim) {
    return new Values(
        List.of("agreementId", "cumulative", "paid"),
        List.of(claim.id().value(), claim.cumulative(), claim.paid()));
  }

  private static Values settled(Settlement moved) {
    return new Values(
        List.of("agreementId", "paid", "credited", "clock"),
        List.of(
            moved.id().value(), moved.paid(), moved.credited(), BigInteger.valueOf(moved.clock())));
  }

  /// @param part which of the rows of one log
  private record Row(Log log, int part, String name, Values values, long blockTime) {}

  private static void insert(Handle handle, Contract contract, Row row) {
    var log = row.log();
    var values = row.values();
    handle
        .createUpdate(
            """
            INSERT INTO event (block_number, log_index, part, block_hash, block_time, transaction_hash, contract, name,
                               sla_id, agreement_id, provider_id, epoch, fields)
            VALUES (:block, :index, :part, :hash, :time, :transaction, :contract, :name,
                    :sla, :agreement, :provider, :epoch, CAST(:fields AS JSONB))
            ON CONFLICT DO NOTHING""")
        .bind("block", log.blockNumber())
        .bind("index", log.index())
        .bind("hash", log.blockHash().toString())
        .bind("part", row.part())
        .bind("time", row.blockTime())
        .bind("transaction", log.transactionHash().toString())
        .bind("contract", contract.name())
        .bind("name", row.name())
        .bind("sla", field(values, "slaId").map(Object::toString).orElse(null))
        .bind("agreement", field(values, "agreementId").map(EventTable::decimal).orElse(null))
        .bind("provider", provider(contract, values).orElse(null))
        .bind("epoch", field(values, "epoch").map(EventTable::number).orElse(null))
        .bind("fields", json(values).toString())
        .execute();
  }

  /// Members of the register are `providerId` where money is meant, and `id` in register and stake.
  private static Optional<Long> provider(Contract contract, Values values) {
    var member =
        switch (contract.name()) {
          case "Registry", "StakeManager", "QualityOracle" -> "id";
          default -> "providerId";
        };
    return field(values, member).map(EventTable::number);
  }

  private static Optional<Object> field(Values values, String name) {
    return values.names().contains(name) ? Optional.of(values.get(name)) : Optional.empty();
  }

  private static BigDecimal decimal(Object value) {
    return new BigDecimal((BigInteger) value);
  }

  private static Long number(Object value) {
    return ((BigInteger) value).longValueExact();
  }

  private static ObjectNode json(Values values) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var name : values.names()) {
      switch (values.get(name)) {
        case Values struct -> object.set(name, json(struct));
        case List<?> list -> {
          var array = object.putArray(name);
          list.forEach(element -> array.add(element.toString()));
        }
        case Object value -> object.put(name, value.toString());
      }
    }
    return object;
  }
}
