package network.flashback.app.certification;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.Consumer;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.TrialAnswer;
import network.flashback.domain.certification.CampaignFigures;
import network.flashback.domain.certification.Criteria;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;

/// Measures a provider's node for as long as the criteria want: over the network, by the endpoint
/// that is registered, random bytes there, onto the disk, and back under the node's signature.
public final class Campaign {
  private static final int PROBE_BYTES = 4 << 10;
  private static final int RUN_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long AUTHORIZATION_SECONDS = 300;

  private final BoundedHttp http;
  private final Target target;
  private final Wallet certifier;
  private final Criteria.Campaign plan;
  private final SamplesFile samples;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Waiting waiting;

  /// Who is measured.
  public record Target(long providerId, String endpoint, Address nodeKey) {}

  /// Waits between two questions.
  @FunctionalInterface
  public interface Waiting {
    void until(long unixSecond) throws InterruptedException;
  }

  public Campaign(
      BoundedHttp http,
      Target target,
      Wallet certifier,
      Criteria.Campaign plan,
      SamplesFile samples,
      SecureRandom random,
      InstantSource clock,
      Waiting waiting) {
    this.http = http;
    this.target = target;
    this.certifier = certifier;
    this.plan = plan;
    this.samples = samples;
    this.random = random;
    this.clock = clock;
    this.waiting = waiting;
  }

  /// Asks until the criteria have enough, going on where the file ends.
  ///
  /// @param told after each question
  public CampaignFigures run(Consumer<CampaignFigures> told)
      throws IOException, InterruptedException {
    var judged =
        new ArrayList<>(samples.judged(target.providerId(), target.nodeKey(), certifier.address()));
    var figures = CampaignFigures.of(judged);
    while (!isEnough(figures)) {
      if (figures.probes() > 0) {
        waiting.until(figures.until() + plan.everySeconds());
      }
      var sample = ask(figures.probes() % runEvery() == 0 ? RUN_BYTES : PROBE_BYTES);
      samples.add(sample);
      judged.add(sample.judged(target.providerId(), target.nodeKey(), certifier.address()));
      figures = CampaignFigures.of(judged);
      told.accept(figures);
    }
    return figures;
  }

  /// One that keeps silent must not be asked for ever: then the time alone counts.
  private boolean isEnough(CampaignFigures figures) {
    boolean lasted = figures.until() - figures.from() >= plan.seconds();
    boolean asked = figures.probes() >= plan.probesMin();
    return figures.probes() > 0 && lasted && asked;
  }

  private int runEvery() {
    return Math.max(1, plan.probesMin() / plan.runsMin());
  }

  private TrialSample ask(int bytes) throws InterruptedException {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    byte[] drawn = new byte[Bytes32.SIZE];
    random.nextBytes(drawn);
    var asked =
        new Asked(
            clock.instant().getEpochSecond(),
            Bytes.of(content),
            Bytes32.of(drawn),
            System.nanoTime());
    try {
      var answer = http.send(request(asked), PATIENCE, bytes);
      return asked.answered(answer);
    } catch (IOException nothing) {
      return asked.failed(String.valueOf(nothing.getMessage()), true);
    }
  }

  private HttpRequest request(Asked asked) throws IOException {
    long expiry = asked.at() + AUTHORIZATION_SECONDS;
    var signature = certifier.sign(TrialAnswer.request(target.providerId(), expiry).digest());
    return HttpRequest.newBuilder(BoundedHttp.below(target.endpoint(), TrialAnswer.PATH))
        .POST(BodyPublishers.ofByteArray(asked.content().toArray()))
        .header(ProbeAnswer.NONCE_HEADER, asked.nonce().toString())
        .header("Authorization", "Probe %s:%d:%s".formatted(certifier.address(), expiry, signature))
        .build();
  }

  /// A question that was sent.
  private record Asked(long at, Bytes content, Bytes32 nonce, long began) {
    TrialSample answered(HttpResponse<byte[]> answer) {
      long micros = Math.max(1, (System.nanoTime() - began) / 1_000);
      if (answer.statusCode() != 200) {
        // It is up, and does not do what was asked.
        return failed("HTTP " + answer.statusCode(), false);
      }
      if (!Bytes.of(answer.body()).equals(content)) {
        return failed("other bytes came back", false);
      }
      var at = answer.headers().firstValue(RunAnswer.AT_HEADER).orElse("");
      var signature = answer.headers().firstValue(RunAnswer.SIGNATURE_HEADER).orElse("");
      if (!at.matches("[0-9]{1,12}") || !signature.matches("0x[0-9a-fA-F]{130}")) {
        return failed("not signed", false);
      }
      return sample(micros, Long.parseLong(at), Bytes.fromHex(signature), null, false);
    }

    TrialSample failed(String why, boolean silent) {
      return sample((System.nanoTime() - began) / 1_000, null, null, why, silent);
    }

    private TrialSample sample(
        long micros,
        @Nullable Long nodeAt,
        @Nullable Bytes signature,
        @Nullable String failure,
        boolean silent) {
      return new TrialSample(
          at,
          content.size(),
          micros,
          nonce,
          content.keccak256(),
          nodeAt,
          signature,
          failure,
          silent);
    }
  }
}
