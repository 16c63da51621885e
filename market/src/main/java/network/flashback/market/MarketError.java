package network.flashback.market;

/// What can go wrong at the API: status, and a name that programs can rely on.
public enum MarketError {
  INVALID_FIELD(400, "A field of the request cannot be used."),
  UNAUTHENTICATED(401, "This needs somebody who is signed in, or a key."),
  SIGN_IN_REFUSED(403, "The sign-in message cannot be used."),
  ORIGIN_REFUSED(403, "The request does not come from a page of this platform."),
  FORBIDDEN(403, "The caller may not do this."),
  SIGNATURE_INVALID(403, "The signature is not that of the account it should be of."),
  NOT_FOUND(404, "There is no such thing here."),
  METHOD_NOT_ALLOWED(405, "This address takes other methods."),
  BODY_TOO_LARGE(413, "The request's body is too large."),
  INSUFFICIENT_BALANCE(402, "The consumer's wallet holds too little."),
  OFFER_OUTDATED(409, "The offer is older than one that is known."),
  OFFER_CANCELLED(409, "The provider cancelled this offer."),
  PROVIDER_NOT_LISTED(409, "The provider is not listed."),
  QUOTE_TAMPERED(409, "The terms are not the ones that were quoted."),
  REQUEST_EXPIRED(410, "The request has expired."),
  QUOTE_EXPIRED(410, "The quote has expired."),
  PLAN_CHANGED(409, "The plan is dearer than it was shown."),
  KEY_IN_FLIGHT(409, "The same request is being carried out."),
  KEY_OF_ANOTHER_REQUEST(422, "The idempotency key was used for another request."),
  TOO_MANY_REQUESTS(429, "Too many requests."),
  KEY_REUSED(409, "The idempotency key was used for another request."),
  WRONG_STATE(409, "It does not stand where this could be done."),
  LAST_OWNER(409, "An organisation keeps at least one owner."),
  ALREADY_MEMBER(409, "The wallet is a member already."),
  LIMIT_REACHED(409, "There is no room for more."),
  CONTRACT_REFUSED(409, "The contract refuses."),
  NOTHING_FITS(422, "No choice of offers serves these wishes."),
  BUSY(503, "Too many ask for this at the moment."),
  CHAIN_FAILED(502, "The chain did not take or answer this as it should."),
  CHAIN_UNREACHABLE(503, "The chain cannot be reached at the moment."),
  INTERNAL(500, "Something went wrong here.");

  private final int status;
  private final String title;

  MarketError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /// The problem's type (RFC 9457).
  public String type() {
    return "urn:flashback:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
