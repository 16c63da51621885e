package network.flashback.market.account;

import network.flashback.market.json.Meaning;

/// Something that was done, or tried, in an organisation.
@Meaning("Something that was done, or tried, in an organisation.")
public record AuditEntry(
    long id,
    @Meaning("Unix second.") long at,
    @Meaning("A wallet, or the id of a key.") String actor,
    @Meaning("The operation's id in this document.") String operation,
    @Meaning("What it was done to; empty for the organisation itself.") String subject,
    @Meaning("`done`, or the type of the problem.") String result,
    @Meaning("The request's id in the platform's logs.") String request,
    @Meaning("Where the request came from.") String address) {}
