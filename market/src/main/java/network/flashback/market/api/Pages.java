package network.flashback.market.api;

import java.util.List;
import network.flashback.market.account.ApiKeyEntry;
import network.flashback.market.account.AuditEntry;
import network.flashback.market.account.InvitationEntry;
import network.flashback.market.account.OrganisationEntry;
import network.flashback.market.account.OrganisationMember;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.indexer.CertificateEntry;
import network.flashback.market.indexer.DisputeEntry;
import network.flashback.market.indexer.EpochEntry;
import network.flashback.market.indexer.SlaEntry;
import network.flashback.market.json.Meaning;
import network.flashback.market.listing.ListedRow;
import network.flashback.market.listing.ProviderEntry;
import network.flashback.market.request.QuoteAnswer;
import network.flashback.market.request.WantedQuotesEntry;
import network.flashback.market.webhook.DeliveryEntry;
import network.flashback.market.webhook.WebhookEntry;
import org.jspecify.annotations.Nullable;

/// The pages of lists. `next` is the cursor of the following page, absent on the last one.
final class Pages {
  private Pages() {}

  /// Offers in the order that was asked for.
  @Meaning("A page of live offers.")
  record OfferPage(
      List<ListedRow> offers,
      @Meaning("Rows of all pages.") int total,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next,
      @Meaning(
              "True when the ranking that this walk began with is no longer kept: rows that moved"
                  + " since may come twice, or not at all.")
          @Nullable Boolean resumed) {}

  /// All members.
  @Meaning("The members of the register, by id.")
  record ProviderList(List<ProviderEntry> providers) {}

  /// Certificates, the newest first.
  @Meaning("A page of certificates, the newest first.")
  record CertificatePage(
      List<CertificateEntry> certificates,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// Who certifies.
  @Meaning("Certifiers that take applications here, by wallet.")
  record CertifierList(List<CertifierEntry> certifiers) {}

  /// Applications, the newest first.
  @Meaning("A page of applications for certificates, the newest first.")
  record ApplicationPage(
      List<ApplicationEntry> applications,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// Requests for quotes, the newest first.
  @Meaning("A page of requests that may be answered, the newest first.")
  record QuoteRequestPage(
      List<WantedQuotesEntry> requests,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// What providers answered.
  @Meaning("Answers to a request for quotes, the cheapest first.")
  record QuoteAnswerList(List<QuoteAnswer> answers) {}

  /// Disputes, the newest first.
  @Meaning("A page of disputes, the newest first.")
  record DisputePage(
      List<DisputeEntry> disputes,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// SLAs, the newest first.
  @Meaning("A page of SLAs, the newest first.")
  record SlaPage(
      List<SlaEntry> slas,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// Epochs, the newest first.
  @Meaning("A page of epochs, the newest first.")
  record EpochPage(
      @Meaning("The epoch that runs now; absent before the first.") @Nullable Long current,
      List<EpochEntry> epochs,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// Organisations of a wallet.
  @Meaning("Organisations, by name.")
  record OrganisationList(List<OrganisationEntry> organisations) {}

  /// Members of an organisation.
  @Meaning("Members of an organisation, the longest first.")
  record MemberList(List<OrganisationMember> members) {}

  /// Invitations that wait.
  @Meaning("Invitations that wait.")
  record InvitationList(List<InvitationEntry> invitations) {}

  /// Keys, the newest first.
  @Meaning("Keys of programs, the newest first; revoked and expired ones too.")
  record KeyList(List<ApiKeyEntry> keys) {}

  /// What was done, the newest first.
  @Meaning("A page of what was done, or tried, the newest first.")
  record AuditPage(
      List<AuditEntry> entries,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}

  /// Webhooks of an organisation.
  @Meaning("Webhooks of an organisation.")
  record WebhookList(List<WebhookEntry> webhooks) {}

  /// Messages of a webhook, the newest first.
  @Meaning("A page of what a webhook was told, the newest first.")
  record DeliveryPage(
      List<DeliveryEntry> deliveries,
      @Meaning("Cursor of the next page; absent on the last one.") @Nullable String next) {}
}
