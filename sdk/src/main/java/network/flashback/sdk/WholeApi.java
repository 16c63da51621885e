// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

/// The operations of the API, by what they are about.
abstract sealed class WholeApi permits FlashbackClient {
  private final AgreementsApi agreements;
  private final CertificatesApi certificates;
  private final DesignsApi designs;
  private final EpochsApi epochs;
  private final NetworkApi network;
  private final OffersApi offers;
  private final ProfilesApi profiles;
  private final ProvidersApi providers;
  private final QuotesApi quotes;
  private final SlasApi slas;
  private final StatementsApi statements;

  WholeApi(Calls calls) {
    this.agreements = new AgreementsApi(calls);
    this.certificates = new CertificatesApi(calls);
    this.designs = new DesignsApi(calls);
    this.epochs = new EpochsApi(calls);
    this.network = new NetworkApi(calls);
    this.offers = new OffersApi(calls);
    this.profiles = new ProfilesApi(calls);
    this.providers = new ProvidersApi(calls);
    this.quotes = new QuotesApi(calls);
    this.slas = new SlasApi(calls);
    this.statements = new StatementsApi(calls);
  }

  /// Operations below `/v1/agreements`.
  public final AgreementsApi agreements() {
    return agreements;
  }

  /// Operations below `/v1/certificates`.
  public final CertificatesApi certificates() {
    return certificates;
  }

  /// Operations below `/v1/designs`.
  public final DesignsApi designs() {
    return designs;
  }

  /// Operations below `/v1/epochs`.
  public final EpochsApi epochs() {
    return epochs;
  }

  /// Operations below `/v1/network`.
  public final NetworkApi network() {
    return network;
  }

  /// Operations below `/v1/offers`.
  public final OffersApi offers() {
    return offers;
  }

  /// Operations below `/v1/profiles`.
  public final ProfilesApi profiles() {
    return profiles;
  }

  /// Operations below `/v1/providers`.
  public final ProvidersApi providers() {
    return providers;
  }

  /// Operations below `/v1/quotes`.
  public final QuotesApi quotes() {
    return quotes;
  }

  /// Operations below `/v1/slas`.
  public final SlasApi slas() {
    return slas;
  }

  /// Operations below `/v1/statements`.
  public final StatementsApi statements() {
    return statements;
  }
}
