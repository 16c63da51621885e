package network.flashback.app.gateway;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.gateway.metadata.Revisions.Signed;

/// The revisions in a gateway's database.
record GatewayRevisions(Revisions revisions) implements RevisionBringer.SignedRevisions {
  @Override
  public void note(long epoch, long settled) {
    revisions.note(epoch, settled);
  }

  @Override
  public Map<BigInteger, Long> signedThrough(long epoch) {
    return revisions.signedThrough(epoch);
  }

  @Override
  public Optional<Signed> newest(BigInteger agreement) {
    return revisions.newest(agreement);
  }
}
