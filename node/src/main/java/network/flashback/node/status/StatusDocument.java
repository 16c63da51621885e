package network.flashback.node.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// A status as JSON. Amounts and bytes are decimal texts, times are ISO 8601.
///
/// @param whole whether it is for the operator
record StatusDocument(NodeStatus status, boolean whole) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] bytes() throws JsonProcessingException {
    var root = JSON.createObjectNode();
    provider(root);
    root.put("standing", status.standing().inWords());
    status
        .chain()
        .ifPresent(
            chain -> {
              var node = root.putObject("chain");
              node.put("reached", chain.reached());
              node.put("height", chain.height());
              node.put("ageSeconds", chain.ageSeconds());
              chain.epoch().ifPresent(epoch -> node.put("epoch", epoch));
            });
    audits(root);
    if (whole) {
      disk(root.putObject("disk"));
      var earnings = root.putObject("earnings");
      earnings.put("withdrawn", status.earnings().withdrawn().toString());
      earnings.put("waiting", status.earnings().waiting().toString());
      earnings.put("unpaidBytes", Long.toString(status.earnings().unpaidBytes()));
      agreements(root);
      var duties = root.putArray("duties");
      status
          .duties()
          .forEach(
              duty -> duties.addObject().put("what", duty.what()).put("at", duty.at().toString()));
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  private void provider(ObjectNode root) {
    var provider = status.provider();
    root.put("providerId", provider.id());
    root.put("nodeKey", provider.nodeKey());
    root.put("endpoint", provider.endpoint());
    root.put("class", provider.storageClass());
    root.put("region", provider.region());
    root.put("version", provider.version());
    root.put("capacityBytes", Long.toString(status.disk().capacityBytes()));
    root.put("usedBytes", Long.toString(status.disk().usedBytes()));
  }

  private void audits(ObjectNode root) {
    var audits = root.putObject("audits");
    audits.put("since", status.audits().since().toString());
    audits.put("passed", status.audits().passed());
    audits.put("missed", status.audits().missed());
    audits.put("leavesAdmitted", status.audits().admitted());
    var newest = audits.putArray("newest");
    for (var audit : status.audits().newest()) {
      newest
          .addObject()
          .put("epoch", audit.epoch())
          .put("proven", audit.proven())
          .put("leavesAdmitted", audit.admitted())
          .put("at", audit.at().toString());
    }
  }

  private void disk(ObjectNode node) {
    var disk = status.disk();
    node.put("reservedBytes", Long.toString(disk.reservedBytes()));
    node.put("freeBytes", Long.toString(disk.freeBytes()));
    node.put("pieces", disk.pieces());
    node.put("lostPieces", disk.lostPieces());
    node.put("damagedAgreements", disk.damagedAgreements());
    node.put("scrubbing", disk.scrubbing());
    node.put("scrubbedAt", text(disk.scrubbed()));
    node.put("scrubNext", disk.scrubNext().toString());
    node.put("failure", disk.failure().orElse(""));
    var folders = node.putArray("folders");
    for (var folder : disk.folders()) {
      folders
          .addObject()
          .put("folder", folder.state().folder().toString())
          .put("capacityBytes", Long.toString(folder.state().capacityBytes()))
          .put("promisedBytes", Long.toString(folder.state().promisedBytes()))
          .put("usedBytes", Long.toString(folder.state().usedBytes()))
          .put("freeBytes", Long.toString(folder.freeBytes()))
          .put("agreements", folder.state().agreements())
          .put("failure", folder.state().failure().orElse(""));
    }
  }

  private void agreements(ObjectNode root) {
    root.put("agreementsTotal", status.agreementsTotal());
    var list = root.putArray("agreements");
    for (var agreement : status.agreements()) {
      list.addObject()
          .put("id", agreement.id())
          .put("state", agreement.state())
          .put("reservedBytes", Long.toString(agreement.reservedBytes()))
          .put("usedBytes", Long.toString(agreement.usedBytes()))
          .put("root", agreement.root())
          .put("unpaidBytes", Long.toString(agreement.unpaidBytes()))
          .put("endEpoch", agreement.endEpoch())
          .put("endsAt", agreement.endsAt().toString());
    }
  }

  private static String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse("");
  }
}
