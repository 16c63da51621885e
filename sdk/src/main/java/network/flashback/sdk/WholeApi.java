// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

/// The operations of the API, by what they are about.
abstract sealed class WholeApi permits FlashbackClient {
  private final AgreementsApi agreements;
  private final ApplicationsApi applications;
  private final CertificatesApi certificates;
  private final CertifiersApi certifiers;
  private final CriteriaApi criteria;
  private final DesignsApi designs;
  private final DisputesApi disputes;
  private final EngagementsApi engagements;
  private final EpochsApi epochs;
  private final EventsApi events;
  private final EvidenceApi evidence;
  private final InvitationsApi invitations;
  private final NetworkApi network;
  private final OffersApi offers;
  private final OrganisationsApi organisations;
  private final ProfilesApi profiles;
  private final PromisesApi promises;
  private final ProvidersApi providers;
  private final QuoteRequestsApi quoteRequests;
  private final QuotesApi quotes;
  private final SessionsApi sessions;
  private final SlasApi slas;
  private final StatementsApi statements;

  WholeApi(Calls calls) {
    this.agreements = new AgreementsApi(calls);
    this.applications = new ApplicationsApi(calls);
    this.certificates = new CertificatesApi(calls);
    this.certifiers = new CertifiersApi(calls);
    this.criteria = new CriteriaApi(calls);
    this.designs = new DesignsApi(calls);
    this.disputes = new DisputesApi(calls);
    this.engagements = new EngagementsApi(calls);
    this.epochs = new EpochsApi(calls);
    this.events = new EventsApi(calls);
    this.evidence = new EvidenceApi(calls);
    this.invitations = new InvitationsApi(calls);
    this.network = new NetworkApi(calls);
    this.offers = new OffersApi(calls);
    this.organisations = new OrganisationsApi(calls);
    this.profiles = new ProfilesApi(calls);
    this.promises = new PromisesApi(calls);
    this.providers = new ProvidersApi(calls);
    this.quoteRequests = new QuoteRequestsApi(calls);
    this.quotes = new QuotesApi(calls);
    this.sessions = new SessionsApi(calls);
    this.slas = new SlasApi(calls);
    this.statements = new StatementsApi(calls);
  }

  /// Operations about agreements.
  public final AgreementsApi agreements() {
    return agreements;
  }

  /// Operations about applications.
  public final ApplicationsApi applications() {
    return applications;
  }

  /// Operations about certificates.
  public final CertificatesApi certificates() {
    return certificates;
  }

  /// Operations about certifiers.
  public final CertifiersApi certifiers() {
    return certifiers;
  }

  /// Operations about criteria.
  public final CriteriaApi criteria() {
    return criteria;
  }

  /// Operations about designs.
  public final DesignsApi designs() {
    return designs;
  }

  /// Operations about disputes.
  public final DisputesApi disputes() {
    return disputes;
  }

  /// Operations about engagements.
  public final EngagementsApi engagements() {
    return engagements;
  }

  /// Operations about epochs.
  public final EpochsApi epochs() {
    return epochs;
  }

  /// Operations about events.
  public final EventsApi events() {
    return events;
  }

  /// Operations about evidence.
  public final EvidenceApi evidence() {
    return evidence;
  }

  /// Operations about invitations.
  public final InvitationsApi invitations() {
    return invitations;
  }

  /// Operations about network.
  public final NetworkApi network() {
    return network;
  }

  /// Operations about offers.
  public final OffersApi offers() {
    return offers;
  }

  /// Operations about organisations.
  public final OrganisationsApi organisations() {
    return organisations;
  }

  /// Operations about profiles.
  public final ProfilesApi profiles() {
    return profiles;
  }

  /// Operations about promises.
  public final PromisesApi promises() {
    return promises;
  }

  /// Operations about providers.
  public final ProvidersApi providers() {
    return providers;
  }

  /// Operations about quoteRequests.
  public final QuoteRequestsApi quoteRequests() {
    return quoteRequests;
  }

  /// Operations about quotes.
  public final QuotesApi quotes() {
    return quotes;
  }

  /// Operations about sessions.
  public final SessionsApi sessions() {
    return sessions;
  }

  /// Operations about slas.
  public final SlasApi slas() {
    return slas;
  }

  /// Operations about statements.
  public final StatementsApi statements() {
    return statements;
  }
}
