package network.flashback.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.providers.StoreException;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.xml.ErrorDocument;
import network.flashback.s3.xml.S3Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where failures become S3 answers.
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private final String hostId;
  private final Map<S3Error, Counter> counted = new EnumMap<>(S3Error.class);

  /// @param hostId names this gateway in answers
  /// @param registry counts the answers of each code, from nought on, so that alerts see the first
  ErrorAnswers(String hostId, MeterRegistry registry) {
    this.hostId = hostId;
    for (S3Error error : S3Error.values()) {
      if (error.status() >= 400) {
        counted.put(error, counter(error, registry));
      }
    }
  }

  private static Counter counter(S3Error error, MeterRegistry registry) {
    return Counter.builder("gateway.errors")
        .description("Requests answered with an error, by the code of S3")
        .tag("code", error.code())
        .register(registry);
  }

  /// Work that may fail in any way.
  @FunctionalInterface
  interface Serving {
    HttpResponse serve() throws IOException;
  }

  /// The answer of the work, or of its failure; both carry the request's id.
  HttpResponse answering(HttpRequest http, Serving work) {
    return attempt(http, work).header("x-amz-request-id", http.id()).header("x-amz-id-2", hostId);
  }

  private HttpResponse attempt(HttpRequest http, Serving work) {
    try {
      return work.serve();
    } catch (S3Exception why) {
      return answer(http, why);
    } catch (StoreException why) {
      LOG.warn("request {}: {}", http.id(), why.getMessage());
      return answer(http, translated(why));
    } catch (IOException brokenOff) {
      // The client's own connection: it will hardly see this.
      LOG.info("request {} broke off: {}", http.id(), brokenOff.getMessage());
      return answer(http, new S3Exception(S3Error.INCOMPLETE_BODY));
    } catch (RuntimeException fault) {
      LOG.error("request {} failed", http.id(), fault);
      return answer(http, new S3Exception(S3Error.INTERNAL_ERROR));
    }
  }

  private HttpResponse answer(HttpRequest http, S3Exception why) {
    var status = why.error().status();
    var counter = counted.get(why.error());
    if (counter != null) {
      counter.increment();
    }
    HttpResponse response;
    if (http.method().equals("HEAD") || status == 304) {
      response = HttpResponse.empty(status);
    } else {
      var document = new ErrorDocument(why, http.rawPath(), http.id(), hostId);
      response =
          HttpResponse.bytes(status, document.toXml())
              .header("Content-Type", S3Document.MEDIA_TYPE);
    }
    if (bodyDiffers(why.error())) {
      // Client and gateway may not agree where the body ends: what follows is not read as a
      // request.
      response.header("Connection", "close");
    }
    why.headers().forEach(header -> response.header(header.element(), header.text()));
    return response;
  }

  private static boolean bodyDiffers(S3Error error) {
    return error == S3Error.BAD_DIGEST
        || error == S3Error.INCOMPLETE_BODY
        || error == S3Error.X_AMZ_CONTENT_SHA256_MISMATCH;
  }

  private static S3Exception translated(StoreException why) {
    return switch (why.reason()) {
      case FULL -> new S3Exception(S3Error.QUOTA_EXCEEDED);
      case DENIED ->
          new S3Exception(
              S3Error.ACCESS_DENIED,
              "The SLA's providers do not accept this gateway: its grant was revoked or has"
                  + " expired.");
      case UNPAID ->
          new S3Exception(
              S3Error.SERVICE_UNAVAILABLE,
              "The egress agreed in the SLA is used up. Extend the SLA, then try again.");
      case UNAVAILABLE, NOT_FOUND, RANGE, CONFLICT, CORRUPT, UNSUPPORTED ->
          new S3Exception(
              S3Error.SERVICE_UNAVAILABLE,
              "Too few of the SLA's providers can be used now. Try again; what is stored stays"
                  + " safe.");
    };
  }
}
