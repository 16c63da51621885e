package network.flashback.gateway;

import java.io.IOException;
import java.time.InstantSource;
import network.flashback.gateway.operation.Outcome;
import network.flashback.http.HttpResponse;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Request;
import network.flashback.s3.UriEncoding;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.auth.SigV4Verifier;
import network.flashback.s3.form.FormUpload;
import network.flashback.s3.form.PostForm;
import network.flashback.s3.xml.PostResponse;
import network.flashback.s3.xml.S3Document;

/// Uploads by HTML form, turned into the PutObject they stand for and answered as forms are.
final class Forms {
  private final SigV4Verifier authenticator;
  private final InstantSource clock;

  Forms(SigV4Verifier authenticator, InstantSource clock) {
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /// A form that may be performed as a PutObject of its caller.
  record Understood(FormUpload upload, Authentication caller) {}

  Understood read(S3Request request) throws IOException {
    var form = PostForm.read(request);
    var caller = authenticator.verifyForm(form.fields());
    return new Understood(FormUpload.of(request, form, caller, clock.instant()), caller);
  }

  /// What the browser gets for an object that was stored.
  static Outcome answer(Outcome stored, FormUpload upload) {
    var put = upload.put();
    var etag = stored.response().headers().first("ETag").map(ETag::parse).orElseThrow();
    var location = "/" + put.bucket() + "/" + UriEncoding.encodePath(put.key());
    HttpResponse response;
    if (upload.redirect().isPresent()) {
      var url = upload.redirect().get();
      response =
          HttpResponse.empty(303)
              .header(
                  "Location",
                  url
                      + (url.contains("?") ? "&" : "?")
                      + "bucket="
                      + put.bucket()
                      + "&key="
                      + UriEncoding.encode(put.key())
                      + "&etag="
                      + UriEncoding.encode(etag.quoted()));
    } else if (upload.status() == 201) {
      var document = new PostResponse(location, put.bucket(), put.key(), etag);
      response =
          HttpResponse.bytes(201, document.toXml())
              .header("Content-Type", S3Document.MEDIA_TYPE)
              .header("Location", location);
    } else {
      response = HttpResponse.empty(upload.status()).header("Location", location);
    }
    stored
        .response()
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("Location")) {
                response.header(name, value);
              }
            });
    return new Outcome(response, stored.bytesIn(), stored.bytesOut());
  }
}
