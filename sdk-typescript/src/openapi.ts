// Generated from docs/api/openapi.json by generate.mjs.
export interface paths {
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live offers with their providers' records and the reasons for their places. */
        get: operations["listOffers"];
        put?: never;
        /** Lists a signed offer; the newest of a provider, class and region counts. */
        post: operations["publishOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One live offer. */
        get: operations["offer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/flashback/promises/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quality that a listed offer promised, byte for byte as it was hashed; also when the offer is gone. */
        get: operations["promise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The register with its members' records. */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member of the register with its history, subscriptions and certificates. */
        get: operations["provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What reporters measured of a provider, epoch by epoch, with the evidence. */
        get: operations["providerQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a member's profile: the text whose hash the register holds. */
        post: operations["publishProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Certificates with their histories, the newest first. */
        get: operations["listCertificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/criteria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What certificates need: documents, and what a probe campaign has to measure. */
        get: operations["criteria"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certifiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Certifiers that take applications here, with the keys to seal documents for. */
        get: operations["listCertifiers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certifiers/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the key that documents for the signed-in certifier are sealed for. */
        put: operations["setSealingKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Applications for certificates with their histories, the newest first. */
        get: operations["listApplications"];
        put?: never;
        /** Applies for certificates with the documents that a signed manifest names; they are sent after it. */
        post: operations["apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands in one of the sealed documents; with the last one the application is made. */
        post: operations["sendDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an application back, and its documents away. */
        post: operations["withdrawApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/probing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For the certifier: says that its probe campaign begins. */
        post: operations["probeApplicant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For the certifier: refuses, and says why. Certified is who has a certificate on the chain: publishEvidence tells of it. */
        post: operations["refuseApplicant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One application with its history, its certificate's included. */
        get: operations["application"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/documents/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sealed document, for the certifier that can open it and for who sent it. */
        get: operations["sealedDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a text whose hash a certificate, its history or its evidence names: report, samples or reason. */
        post: operations["publishEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A text by its Keccak-256 hash. */
        get: operations["evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/designs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plans that serve wishes, and what each wish costs; stores nothing. */
        post: operations["design"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/designs/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes a plan as one quote for each class; under a key, the same request again gets the same quotes. */
        post: operations["quotePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotes/{hash}/inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a plan's quote was computed from, so that anyone can compute it again. */
        get: operations["quoteInputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Computes and freezes a quote from live offers. */
        post: operations["quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotes/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A quote as it was shown. */
        get: operations["frozenQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/slas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SLAs, the newest first. */
        get: operations["listSlas"];
        put?: never;
        /** Opens the SLA of a signed quote on the chain; the same quote again gets the same answer. */
        post: operations["openSla"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quote-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests that providers may answer now, the newest first. */
        get: operations["listQuoteRequests"];
        put?: never;
        /** Asks providers for offers; signed by the consumer, and shown until it expires. */
        post: operations["requestQuotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quote-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request for quotes. */
        get: operations["quoteRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quote-requests/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For the consumer: the answers that can still be filled, the cheapest first. */
        get: operations["quoteAnswers"];
        put?: never;
        /** Answers with a signed offer of a listed provider; its newest answer counts. */
        post: operations["answerQuoteRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quote-requests/{id}/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For the consumer: computes and freezes a quote from the answers alone. */
        post: operations["quoteFromAnswers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/slas/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An SLA with its legs. */
        get: operations["sla"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One leg of an SLA. */
        get: operations["agreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/epochs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Epochs with seeds, proofs, quality roots and payments, the newest first. */
        get: operations["listEpochs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{slaId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest statement of an SLA. */
        get: operations["statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chain, contracts, schedule, markets. */
        get: operations["network"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Disputes with their histories, the newest first. */
        get: operations["listDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dispute: times, what follows on silence, evidence and where to have it. */
        get: operations["dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engagements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hired services, the newest first. */
        get: operations["listEngagements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engagements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One hired service: its milestones, and what was paid and refunded. */
        get: operations["engagement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What consumers said of a service provider, and which of it counts. */
        get: operations["providerRatings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A message for a wallet to sign (EIP-4361); it lasts five minutes and serves once. */
        post: operations["challenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a session for a day: a cookie for this platform's pages, or a token where `bearer` is true. */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["session"];
        put?: never;
        post?: never;
        /** Ends the session: its token opens nothing any more. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's organisations, by name. */
        get: operations["listOrganisations"];
        put?: never;
        /** Makes an organisation; the caller is its owner. */
        post: operations["makeOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that wait for the caller. */
        get: operations["listInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{organisation}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the caller a member of the organisation that invited them. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{organisation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Turns an invitation down. */
        delete: operations["declineInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organisation, and the caller's role in it. */
        get: operations["organisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to the organisation, the longest first. */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/members/{wallet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a member another role; what concerns owners is for owners. */
        put: operations["changeRole"];
        post?: never;
        /** Ends a membership, and revokes the keys that this member made. */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends the caller's own membership, and revokes the keys that the caller made. */
        delete: operations["leave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that were not accepted yet. */
        get: operations["listOpenInvitations"];
        put?: never;
        /** Invites a wallet, for a week; owners are invited by owners. */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/invitations/{wallet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an invitation back. */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's keys, the newest first, without their secrets. */
        get: operations["listKeys"];
        put?: never;
        /** Makes a key for a program; its secret is in this answer alone. */
        post: operations["makeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a key at once; again changes nothing. */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, or tried, in the organisation, the newest first. */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chain's events as they come in (server-sent events); `Last-Event-ID` goes on where a stream broke off. */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's webhooks, without their secrets. */
        get: operations["listWebhooks"];
        put?: never;
        /** Makes a webhook (Standard Webhooks); its secret is in this answer alone. */
        post: operations["makeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/webhooks/{webhook}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a webhook another secret, and starts it again where it was stopped; the secret before counts for a day more. */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a webhook; what it was not told yet, it is not told. */
        delete: operations["removeWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{organisation}/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was told and how it went, the newest first; kept for 30 days. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One leg of an SLA: an agreement with one provider, derived from the chain's events. */
        AgreementEntry: {
            id: string;
            slaId: string;
            /** @description Id in the Registry. */
            providerId: number;
            /** @description Position of its pieces: 0 to n-1. */
            legIndex: number;
            /** @enum {string} */
            state: "NONE" | "OPEN" | "ACTIVE" | "NOTICE" | "BREACHED" | "CLOSED" | "VOID";
            /** @description Bytes of pieces reserved at the provider. */
            capacityBytes: string;
            /** @description Leaves of 256 bytes under the newest revision that both sides signed. */
            leaves?: string;
            /** @description Token units per confirmed second, as 64.32 fixed point. */
            rate: string;
            /** @description Rate that both sides agreed on for later; absent when none waits. */
            nextRate?: string;
            /** @description First epoch at that rate. */
            nextRateFrom?: number;
            /** @description Locked for the stream, at the opening and since, token units. */
            deposit: string;
            /** @description Paid to the provider for confirmed seconds, before its fee, token units. */
            paid: string;
            /** @description Held back for missed quality, token units. */
            credited: string;
            /** @description Still locked for the stream, token units. */
            remaining: string;
            /** @description Given back at the close, token units. */
            refunded: string;
            /** @description Locked for bytes served, token units. */
            egressEscrow: string;
            /** @description Paid for bytes served, token units. */
            egressPaid: string;
            /** @description Committed from the provider's stake, token units. */
            collateral: string;
            /** @description Taken from the collateral, token units. */
            slashed: string;
            /** @description First epoch that pays. */
            startEpoch?: number;
            /** @description First epoch that pays no more. */
            endEpoch: number;
            /** @description How often it was extended under its consumer's mandate. */
            renewals: number;
            /** @description Epochs in which the provider proved that the bytes are there. */
            confirmedEpochs: number[];
            /** @description Epochs that were penalised. */
            missedEpochs: number[];
            /** @description Unix second of the last settlement. */
            settledAt?: number;
            /** @description Unix second of the opening. */
            openedAt: number;
        };
        /** @description That an answer was taken; it replaces the provider's one before. */
        AnswerReceipt: {
            request: string;
            /** @description EIP-712 hash of the offer. */
            hash: string;
        };
        /** @description A key of a program, without its secret. */
        ApiKeyEntry: {
            /** @description The beginning of the secret. */
            id: string;
            name: string;
            /** @description It may do what is here and its maker's role still allows. */
            scopes: ("organisation:read" | "members:write" | "keys:read" | "keys:write" | "audit:read" | "webhooks:read" | "webhooks:write")[];
            /** @description Who made it; it ends to work when they leave. */
            madeBy: string;
            createdAt: number;
            expiresAt: number;
            /** @description Absent while it was not revoked. */
            revokedAt?: number;
            /** @description To the minute; absent while it was never used. */
            lastUsed?: number;
        };
        /** @description A key that is to be made for a program. */
        ApiKeyRequest: {
            /** @description what the key is for; 1 to 80 characters */
            name: string;
            /** @description what it may do */
            scopes: ("organisation:read" | "members:write" | "keys:read" | "keys:write" | "audit:read" | "webhooks:read" | "webhooks:write")[];
            /** @description How long it lives, in seconds: at most two years; 90 days when absent. */
            lifeSeconds?: number;
        };
        /** @description A change of an application or its certificate. */
        ApplicationChange: {
            /** @enum {string} */
            state: "AWAITING_DOCUMENTS" | "APPLIED" | "PROBING" | "CERTIFIED" | "SUSPENDED" | "EXPIRED" | "REVOKED" | "REFUSED" | "WITHDRAWN";
            /** @description Unix second. */
            at: number;
            /** @description Who made it; absent for what time alone did. */
            by?: string;
            /** @description In words, where somebody gave it. */
            reason?: string;
            /** @description Of the evidence or reason that the chain names; GET /v1/evidence/{hash} shows it. */
            hash?: string;
            /** @description Where the chain says so. */
            transaction?: string;
        };
        /** @description An application for certificates, with its history. */
        ApplicationEntry: {
            /** @description Keccak-256 of the manifest's canonical text. */
            id: string;
            /**
             * @description Where it stands now, its certificate included.
             * @enum {string}
             */
            state: "AWAITING_DOCUMENTS" | "APPLIED" | "PROBING" | "CERTIFIED" | "SUSPENDED" | "EXPIRED" | "REVOKED" | "REFUSED" | "WITHDRAWN";
            /** @description Who applied. */
            owner: string;
            manifest: components["schemas"]["Manifest"];
            /** @description The owner's, of the manifest. */
            signature: string;
            /** @description Documents that are here, by SHA-256; none once it was withdrawn. */
            received: string[];
            /** @description The certificate that was issued for it; absent while there is none. */
            certificateId?: number;
            /** @description All changes, the oldest first; those of the certificate are the chain's. */
            history: components["schemas"]["ApplicationChange"][];
        };
        /** @description A page of applications for certificates, the newest first. */
        ApplicationPage: {
            applications: components["schemas"]["ApplicationEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description An application for certificates, signed by the member's owner; documents follow. */
        ApplicationRequest: {
            manifest: components["schemas"]["Manifest"];
            /** @description The owner's EIP-191 signature of 'Flashback application', 'chain ID', 'provider ID' and 'manifest HASH', each on a line of its own. */
            signature: string;
        };
        /** @description Something that was done, or tried, in an organisation. */
        AuditEntry: {
            id: number;
            /** @description Unix second. */
            at: number;
            /** @description A wallet, or the id of a key. */
            actor: string;
            /** @description The operation's id in this document. */
            operation: string;
            /** @description What it was done to; empty for the organisation itself. */
            subject: string;
            /** @description `done`, or the type of the problem. */
            result: string;
            /** @description The request's id in the platform's logs. */
            request: string;
            /** @description Where the request came from. */
            address: string;
        };
        /** @description A page of what was done, or tried, the newest first. */
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description The schedule of epochs; all in seconds. */
        Calendar: {
            /** @description Unix second at which epoch 0 begins. */
            genesis: number;
            epochSeconds: number;
            auditWindowSeconds: number;
            qualityWindowSeconds: number;
            finalitySeconds: number;
            /** @description Longest time from opening to the first revision. */
            startSeconds: number;
            /** @description Notice of an early end. */
            noticeSeconds: number;
            /** @description Longest life of a signed offer. */
            offerLifeSeconds: number;
        };
        Campaign: {
            seconds: number;
            everySeconds: number;
            probesMin: number;
            runsMin: number;
            uptimeBps: number;
            latencyMillisMax: number;
            throughputKibMin: number;
            errorBpsMax: number;
        };
        /** @description A certifier's statement about a member, with its history. */
        CertificateEntry: {
            id: number;
            /** @description Member of the register that it is about. */
            providerId: number;
            /** @description IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY. */
            scopes: string[];
            /** @description Those of its scopes in which it, and no other certificate, speaks for the member. */
            speaksFor: string[];
            /** @enum {string} */
            state: "NONE" | "ISSUED" | "SUSPENDED" | "REVOKED";
            /** @description Whether it is issued and now is within its times. */
            valid: boolean;
            /** @description Unix second. */
            validFrom: number;
            /** @description First unix second at which it is no longer valid. */
            validUntil: number;
            issuer: string;
            /** @description Hash of what the certifier looked at. */
            evidenceHash: string;
            /** @description All changes, the oldest first. */
            history: components["schemas"]["Change"][];
        };
        /** @description A page of certificates, the newest first. */
        CertificatePage: {
            certificates: components["schemas"]["CertificateEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description A certifier that takes applications here. */
        CertifierEntry: {
            wallet: string;
            /** @description What it may certify now, as the Registry says. */
            scopes: string[];
            /** @description X25519 key that documents are sealed for. */
            sealingKey: string;
            /** @description Its signature of that key: check it, and need not trust this platform. */
            signature: string;
            /** @description Unix second. */
            setAt: number;
        };
        /** @description Certifiers that take applications here, by wallet. */
        CertifierList: {
            certifiers: components["schemas"]["CertifierEntry"][];
        };
        /** @description What a wallet is to sign. */
        Challenge: {
            /** @description A text of EIP-4361, for personal_sign; it serves once. */
            message: string;
            /** @description Unix second until which it can be used. */
            expiresAt: number;
        };
        /** @description Who wants to sign in. */
        ChallengeRequest: {
            /** @description the wallet that will sign */
            wallet: string;
        };
        /** @description A change of a certificate. */
        Change: {
            /** @enum {string} */
            state: "NONE" | "ISSUED" | "SUSPENDED" | "REVOKED";
            /** @description Unix second of its block. */
            at: number;
            /** @description Who made it. */
            by: string;
            /** @description Hash of the reason; of the evidence for the issue. */
            reasonHash: string;
            transaction: string;
        };
        /** @description A provider proved possession. */
        Confirmation: {
            providerId: number;
            /** @description All its confirmed seconds up to this epoch. */
            confirmedSeconds: number;
            transaction: string;
        };
        /** @description Pay held back for missed quality. */
        Credit: {
            agreementId: string;
            basisPoints: number;
            amount: string;
        };
        Criteria: {
            name: string;
            documents: components["schemas"]["Need"][];
            campaign: components["schemas"]["Campaign"];
            validitySecondsMax: number;
        };
        /** @description Criteria of certificates, by version, and the one that counts for new applications. */
        CriteriaBook: {
            current: string;
            versions: components["schemas"]["Criteria"][];
        };
        /** @description A message of a webhook, and how it went. */
        DeliveryEntry: {
            id: number;
            /** @description The event's id, and the message's `webhook-id`. */
            event: string;
            /** @enum {string} */
            type: "agreement.opened" | "agreement.started" | "agreement.settled" | "agreement.credited" | "agreement.penalised" | "agreement.breached" | "agreement.renewed" | "agreement.ended" | "sla.changed" | "dispute.opened" | "dispute.ruled" | "dispute.executed";
            /** @enum {string} */
            state: "WAITING" | "DELIVERED" | "DEAD";
            attempts: number;
            createdAt: number;
            /** @description Of the last attempt; absent before the first. */
            lastAt?: number;
            /** @description Of the last attempt: a status, or what was wrong. */
            result?: string;
            /** @description When it is tried next; absent when it is not. */
            nextAt?: number;
        };
        /** @description A page of what a webhook was told, the newest first. */
        DeliveryPage: {
            deliveries: components["schemas"]["DeliveryEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description Plans that serve the wishes and what each wish costs; or which wish is in the way, and the nearest that can be met. */
        DesignAnswer: {
            /** @description Whether the wishes can be met. */
            feasible: boolean;
            /** @description The token that pays. */
            token: string;
            symbol: string;
            decimals: number;
            /** @description The duration in whole epochs, which is what is paid for. */
            durationSeconds: number;
            /** @description The cheapest first; none when the wishes cannot be met. */
            plans: components["schemas"]["PlanEntry"][];
            /** @description What would be locked with one wish a lesser one: of the cheapest plan, or the nearest that can be met. */
            relaxed: components["schemas"]["RelaxedEntry"][];
            /** @description Which wish is in the way and what would help, in words; absent when none is. */
            summary?: string;
            /** @description Wishes that are in the way only together. */
            together: ("BUDGET" | "REGIONS" | "EXCLUSIONS" | "QUALITY" | "CERTIFIED" | "COLLATERAL" | "REDUNDANCY" | "MIX" | "DURATION" | "VOLUME")[];
            /** @description Offers that did not qualify. */
            refused: components["schemas"]["Refusal"][];
            assumed: components["schemas"]["FailureModel"];
        };
        /** @description What a consumer wishes of all its storage together. */
        DesignRequest: {
            /** @description Number of the market whose token pays; 1 when absent. */
            market?: number;
            /** @description Plain bytes to store: 1 MiB to 1 EiB. */
            volumeBytes: string;
            /** @description How long, from now. */
            durationSeconds: number;
            redundancy: components["schemas"]["RedundancyWish"];
            mix: components["schemas"]["Mix"];
            /** @description Where bytes may lie: names such as eu-de, beginnings such as eu-*; anywhere when absent or empty. */
            regions?: string[];
            /** @description Where they must not lie, whatever else is wished, in the same form. */
            excludedRegions?: string[];
            /** @description Plain bytes that may be read in all; none when absent. */
            egressBytes?: string;
            /** @description The most that may be locked by all SLAs together, everything included, token units. */
            budget: string;
            /** @description What every provider must promise; nothing when absent. */
            quality?: components["schemas"]["QualityTarget"];
            /** @description Whether only providers with a valid certificate are taken; false when absent. */
            certifiedOnly?: boolean;
            /** @description How many seconds of its pay a provider must risk at least; none when absent. */
            collateralSeconds?: number;
        };
        /** @description A claim that for some epochs of an agreement the other side owes something, with its history. */
        DisputeEntry: {
            id: number;
            agreementId: string;
            providerId: number;
            /** @description The market whose token the amounts are units of. */
            market: number;
            /** @enum {string} */
            state: "NONE" | "OPENED" | "ANSWERED" | "RULED" | "APPEALED" | "FINAL" | "EXECUTED" | "DEFAULT" | "VOID";
            /**
             * @description Of the newest ruling, or of silence; it binds once the state is FINAL or later.
             * @enum {string}
             */
            outcome?: "NONE" | "FOR_CLAIMANT" | "FOR_DEFENDANT";
            claimant: string;
            defendant: string;
            fromEpoch: number;
            /** @description Last of the disputed epochs. */
            toEpoch: number;
            /** @description What the claimant says it is owed. */
            amount: string;
            /** @description What of it was frozen when the dispute was opened: no more can move. */
            frozen: string;
            /** @description What a ruling moved to the claimant; absent until the sum is released. */
            moved?: string;
            /** @description Unix second of the opening. */
            openedAt: number;
            /** @description Last unix second of the step that is waited for; absent when none is. */
            deadline?: number;
            /**
             * @description What follows when nothing comes in time; absent when nothing is waited for.
             * @enum {string}
             */
            silence?: "CLAIMANT_WINS" | "NOTHING_MOVES" | "RULING_STANDS";
            /** @description Whether the time is over: anybody may take that step now. */
            overdue: boolean;
            /** @description What both sides showed, in the order in which they did. */
            evidence: components["schemas"]["Evidence"][];
            /** @description The panels drawn so far: the first, and the appeal's. */
            panels: components["schemas"]["Panel"][];
            /** @description All steps, the oldest first. */
            history: components["schemas"]["Step"][];
        };
        /** @description A page of disputes, the newest first. */
        DisputePage: {
            disputes: components["schemas"]["DisputeEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description A sealed document: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. */
        DocumentContent: {
            /** @description Encapsulated key, ciphertext and tag; 2 MiB at most. */
            content: string;
        };
        /** @description A service that a consumer hired in escrow, with its milestones. */
        EngagementEntry: {
            id: number;
            /** @description What both sides signed, and the nonce of the payment. */
            hash: string;
            consumer: string;
            providerId: number;
            /** @enum {string} */
            service: "MIGRATION" | "ANALYTICS" | "COMPLIANCE";
            /** @description The market whose token the amounts are units of. */
            market: number;
            /**
             * @description RUNNING until what is not delivered was refunded; what is delivered goes on.
             * @enum {string}
             */
            state: "NONE" | "RUNNING" | "CANCELLED" | "LAPSED";
            /** @description All milestones together. */
            total: string;
            /** @description What the provider earned with it, before the fee. */
            paid: string;
            /** @description What went back to the consumer. */
            refunded: string;
            /** @description Keccak-256 of the statement of work. */
            statementHash: string;
            milestones: components["schemas"]["Milestone"][];
            /** @description The consumer's word on it; absent before. */
            rating?: components["schemas"]["Rating"];
            /** @description Unix second of the opening. */
            openedAt: number;
        };
        /** @description A page of hired services, the newest first. */
        EngagementPage: {
            engagements: components["schemas"]["EngagementEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description What the chain holds about one epoch: seed, proofs, quality root, penalties, payments. */
        EpochEntry: {
            epoch: number;
            /** @description Unix second at which it begins. */
            startsAt: number;
            /** @description First unix second after it. */
            endsAt: number;
            seed?: components["schemas"]["Seed"];
            confirmations: components["schemas"]["Confirmation"][];
            root?: components["schemas"]["Root"];
            misses: components["schemas"]["Miss"][];
            credits: components["schemas"]["Credit"][];
            /** @description Settlements that were made while the epoch ran; they pay earlier epochs. */
            settlements: components["schemas"]["Payment"][];
        };
        /** @description A page of epochs, the newest first. */
        EpochPage: {
            /** @description The epoch that runs now; absent before the first. */
            current?: number;
            epochs: components["schemas"]["EpochEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        /** @description What a party showed. The chain holds the hash alone. */
        Evidence: {
            /** @enum {string} */
            showing: "CLAIM" | "ANSWER" | "APPEAL";
            by: string;
            /** @description Keccak-256 of the document. */
            hash: string;
            /** @description Unix second of its block. */
            at: number;
            /** @description Where the document may be had: whatever is served there must have the hash. */
            links: string[];
        };
        /** @description A text whose Keccak-256 hash stands in a certificate, its history, or its evidence. */
        EvidenceText: {
            /** @description UTF-8; 2 MiB at most. */
            document: string;
        };
        FailureModel: {
            legLossBpsPerYear: number;
            repairSeconds: number;
        };
        /** @description A sealed document, by the hash of its ciphertext. */
        HandedIn: {
            /** @enum {string} */
            kind: "IDENTITY" | "REGISTRATION" | "AUTHORITY" | "LOCATION" | "INSURANCE" | "QUALIFICATION";
            /** @description SHA-256 of the sealed bytes. */
            sha256: string;
            /** @description Sealed bytes; 2 MiB at most. */
            bytes: number;
            /** @description Unix second at which it expires, as the applicant says; absent when it does not. */
            validUntil?: number;
        };
        /** @description What reporters measured of a provider, the newest epoch first. */
        History: {
            providerId: number;
            name?: string;
            epochs: components["schemas"]["MeasuredEpoch"][];
            /** @description Base URLs of the reporters: each serves a report at /v1/records/HASH. */
            reporters: string[];
        };
        /** @description An invitation that was not accepted yet. */
        InvitationEntry: {
            /** @description The organisation's id. */
            organisation: string;
            organisationName: string;
            wallet: string;
            /** @enum {string} */
            role: "OWNER" | "ADMIN" | "MEMBER" | "AUDITOR";
            invitedBy: string;
            expiresAt: number;
        };
        /** @description Invitations that wait. */
        InvitationList: {
            invitations: components["schemas"]["InvitationEntry"][];
        };
        /** @description Somebody who is to be invited; a new invitation replaces the one before. */
        InvitationRequest: {
            /** @description who is invited */
            wallet: string;
            /**
             * @description in which role
             * @enum {string}
             */
            role: "OWNER" | "ADMIN" | "MEMBER" | "AUDITOR";
        };
        /** @description Keys of programs, the newest first; revoked and expired ones too. */
        KeyList: {
            keys: components["schemas"]["ApiKeyEntry"][];
        };
        /** @description One leg of the quote. */
        Leg: {
            providerId: number;
            offerHash: string;
            /**
             * @description Class of the offer.
             * @enum {string}
             */
            class: "FAST" | "DECENTRALIZED" | "ARCHIVE";
            region: string;
            /** @description Bytes of pieces reserved. */
            capacityBytes: string;
            /** @description Token units per confirmed second, 64.32 fixed point. */
            rate: string;
            /** @description One GiB for 730 hours, token units. */
            pricePerGibMonth: string;
            deposit: string;
            egressEscrow: string;
            collateral: string;
        };
        LegTerms: {
            providerId: string;
            offerHash: string;
            capacityBytes: string;
            rate: string;
            deposit: string;
            egressEscrow: string;
            collateral: string;
        };
        /** @description Points of one provider in one market. */
        Listed: {
            providerId: number;
            market: number;
            /** @description 0 to 100. */
            points: number;
            /** @description Epochs that said something. */
            days: number;
        };
        /** @description A live offer with its provider's record and the reasons for its place. */
        ListedRow: {
            /** @description EIP-712 digest of the offer. */
            hash: string;
            providerId: number;
            /** @description As the provider calls itself; absent while nobody has brought its profile. */
            name?: string;
            /**
             * @description Share of an SLA that it serves.
             * @enum {string}
             */
            class: "FAST" | "DECENTRALIZED" | "ARCHIVE";
            /** @description Where the bytes lie. */
            region: string;
            /** @description One GiB for 730 hours, token units, rounded down. */
            pricePerGibMonth: string;
            /** @description One GiB served, token units. */
            egressPerGib: string;
            /** @description Bytes for sale, all agreements together. */
            capacityBytes: string;
            /** @description Bytes of them that no running agreement reserves. */
            freeBytes: string;
            /** @description Unix second after which nobody may fill it. */
            expiry: number;
            /** @description What is promised. */
            quality: components["schemas"]["QualityTarget"];
            /** @description What was measured; absent when nothing was. */
            measured?: components["schemas"]["TrackEntry"];
            /** @description Reputation of the provider, 0 to 100; absent while it is not computed yet. */
            reputation?: number;
            /** @description Epochs in which the provider proved possession. */
            provenEpochs: number;
            /** @description Penalties for missed proofs. */
            penalties: number;
            /** @description Whether the provider is listed now. */
            listed: boolean;
            /** @description Why it is listed, or is not. */
            standing: string;
            /** @description Scopes in which valid certificates speak for the provider. */
            certified: string[];
            /** @description Stake in the market's token that counts for the listing, token units. */
            bondedStake: string;
            /** @description Transaction that registered the provider. */
            registration: string;
            score: components["schemas"]["ScoreEntry"];
            offer: components["schemas"]["OfferTerms"];
            signature: string;
        };
        /** @description What is applied for, with which documents. Its canonical text (members sorted, no white space) has the hash that is signed and that is the application's id. */
        Manifest: {
            providerId: number;
            /** @description Who shall certify, and can read the documents. */
            certifier: string;
            /** @description The certifier's X25519 key that they are sealed for. */
            sealingKey: string;
            /** @description Version of the criteria. */
            criteria: string;
            /** @description IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY. */
            scopes: ("IDENTITY" | "LEGAL_DOCUMENTS" | "LOCATION" | "MEASURED_QUALITY")[];
            documents: components["schemas"]["HandedIn"][];
            /** @description Unix second at which it was made. */
            madeAt: number;
        };
        /** @description A market: which token pays, what the fee is, whose quality reports count. */
        MarketEntry: {
            id: number;
            token: string;
            symbol: string;
            decimals: number;
            feeBps: number;
            oracle: string;
        };
        /** @description What was measured of a provider in one epoch, with its evidence. */
        MeasuredEpoch: {
            epoch: number;
            probes: number;
            /** @description Answered of all probes, basis points. */
            uptimeBps: number;
            /** @description Median time to the first byte, milliseconds. */
            latencyP50: number;
            /** @description 95th percentile. */
            latencyP95: number;
            /** @description 99th percentile. */
            latencyP99: number;
            /** @description Median KiB per second read; absent where nobody read a run. */
            throughputKib?: number;
            /** @description Median KiB per second written; absent where nobody wrote. */
            writeKib?: number;
            /** @description Wrong answers of all answers, basis points. */
            errorBps: number;
            /** @description Hash of the report: any reporter serves it at /v1/records/HASH. */
            report: string;
            /** @description Transaction that posted the report's root. */
            transaction: string;
        };
        /** @description Members of an organisation, the longest first. */
        MemberList: {
            members: components["schemas"]["OrganisationMember"][];
        };
        /** @description A part of the work, paid by itself. */
        Milestone: {
            /** @description From 0 on. */
            number: number;
            amount: string;
            /** @description Last unix second at which it can be delivered. */
            deliverBy: number;
            /** @description Seconds after delivery, in which the consumer accepts or disputes. */
            acceptSeconds: number;
            /** @enum {string} */
            state: "FUNDED" | "DELIVERED" | "ACCEPTED" | "DISPUTED" | "RULED" | "CANCELLED" | "LAPSED";
            /** @description Keccak-256 of the delivery's document; absent before. */
            deliveryHash?: string;
            /** @description Last unix second at which what was delivered can be disputed; absent before. */
            acceptBy?: number;
            /** @description What of the amount was claimed back; absent where nothing was. */
            disputed?: string;
            /** @description Number of the dispute in the arbitration over services; absent where none is. */
            disputeId?: number;
        };
        /** @description A penalty for a missed proof. */
        Miss: {
            agreementId: string;
            missedInRow: number;
            slashed: string;
        };
        /** @description Shares of the volume in per cent, 100 together. */
        Mix: {
            fast: number;
            decentralized: number;
            archive: number;
        };
        Need: {
            /** @enum {string} */
            scope: "IDENTITY" | "LEGAL_DOCUMENTS" | "LOCATION" | "MEASURED_QUALITY";
            /** @enum {string} */
            kind: "IDENTITY" | "REGISTRATION" | "AUTHORITY" | "LOCATION" | "INSURANCE" | "QUALIFICATION";
            of: ("STORAGE" | "SERVICE")[];
        };
        /** @description The network: chain, contracts, schedule, markets, other services. */
        NetworkEntry: {
            chainId: number;
            /** @description Addresses by the contracts' names. */
            contracts: {
                [key: string]: string;
            };
            schedule: components["schemas"]["Calendar"];
            markets: components["schemas"]["MarketEntry"][];
            /** @description Addresses of other services, by name. */
            endpoints: {
                [key: string]: string;
            };
            /** @description Newest block whose events are known here. */
            indexedBlock?: number;
        };
        /** @description A key that was just made. */
        NewApiKey: {
            key: components["schemas"]["ApiKeyEntry"];
            /** @description What to send as `Authorization: Bearer`. Nobody can show it again. */
            secret: string;
        };
        /** @description A webhook with its newest secret. */
        NewWebhook: {
            webhook: components["schemas"]["WebhookEntry"];
            /** @description Messages are signed with it (Standard Webhooks: HMAC-SHA256 of `id.timestamp.body`). Shown now and never again; after a rotation the one before counts for a day more. */
            secret: string;
        };
        /** @description A live offer. */
        OfferEntry: {
            /** @description EIP-712 digest of the offer. */
            hash: string;
            providerId: number;
            /**
             * @description Share of an SLA that it serves.
             * @enum {string}
             */
            class: "FAST" | "DECENTRALIZED" | "ARCHIVE";
            /** @description Where the bytes lie. */
            region: string;
            /** @description One GiB for 730 hours, token units, rounded down. */
            pricePerGibMonth: string;
            /** @description One GiB served, token units. */
            egressPerGib: string;
            /** @description Bytes for sale, all agreements together. */
            capacityBytes: string;
            /** @description Unix second after which nobody may fill it. */
            expiry: number;
            quality: components["schemas"]["QualityTarget"];
            offer: components["schemas"]["OfferTerms"];
            signature: string;
        };
        /** @description An offer with what the chain said about its provider at that moment. */
        OfferInput: {
            hash: string;
            offer: components["schemas"]["OfferSubmission"];
            /** @description Bytes that were not reserved yet. */
            freeBytes: string;
            /** @description Stake that could be committed, token units. */
            freeStake: string;
            /** @description Who registered the provider: legs of one SLA never share one. */
            owner: string;
            certified: boolean;
        };
        /** @description A page of live offers. */
        OfferPage: {
            offers: components["schemas"]["ListedRow"][];
            /** @description Rows of all pages. */
            total: number;
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
            /** @description True when the ranking that this walk began with is no longer kept: rows that moved since may come twice, or not at all. */
            resumed?: boolean;
        };
        /** @description A signed offer, with the quality that its qualityHash stands for. */
        OfferSubmission: {
            /** @description The terms that are signed (EIP-712 type Offer; offerClass is its field class). */
            offer: components["schemas"]["OfferTerms"];
            /** @description 65 bytes by the provider's node key over the EIP-712 digest. */
            signature: string;
            /** @description What is promised. Keccak-256 of its canonical JSON is offer.qualityHash. */
            quality: components["schemas"]["QualityTarget"];
        };
        OfferTerms: {
            providerId: string;
            market: string;
            ratePerGib: string;
            egressPerGib: string;
            capacityBytes: string;
            minimumBytes: string;
            minimumSeconds: string;
            maximumSeconds: string;
            collateralSeconds: string;
            offerClass: string;
            region: string;
            qualityHash: string;
            expiry: string;
            nonce: string;
            salt: string;
        };
        /** @description The SLA on the chain. */
        OpenedSla: {
            slaId: string;
            /** @description One for each leg, in their order. */
            agreementIds: string[];
            /** @description Hash of the transaction that opened it. */
            transaction: string;
        };
        /** @description An organisation. */
        OrganisationEntry: {
            id: string;
            name: string;
            createdAt: number;
            /**
             * @description The caller's role; absent for a key.
             * @enum {string}
             */
            role?: "OWNER" | "ADMIN" | "MEMBER" | "AUDITOR";
        };
        /** @description Organisations, by name. */
        OrganisationList: {
            organisations: components["schemas"]["OrganisationEntry"][];
        };
        /** @description Somebody who belongs to an organisation. */
        OrganisationMember: {
            wallet: string;
            /** @enum {string} */
            role: "OWNER" | "ADMIN" | "MEMBER" | "AUDITOR";
            since: number;
        };
        /** @description An organisation that is to be made; whoever makes it is its owner. */
        OrganisationRequest: {
            /** @description 1 to 80 characters */
            name: string;
        };
        /** @description The arbitrators of one round, and how they voted. */
        Panel: {
            /** @description 0 for the first panel, 1 for the appeal's. */
            round: number;
            seats: components["schemas"]["Seat"][];
        };
        /** @description The points of one criterion. */
        Part: {
            /** @enum {string} */
            criterion: "PRICE" | "UPTIME" | "LATENCY" | "ERRORS" | "PROOFS" | "CERTIFICATES" | "STAKE";
            points: number;
            /** @description Most points of this criterion. */
            of: number;
            /** @description The fact behind the points, in words. */
            why: string;
        };
        /** @description One class of a plan: what becomes an SLA. */
        PartEntry: {
            /**
             * @description Of every leg.
             * @enum {string}
             */
            class: "FAST" | "DECENTRALIZED" | "ARCHIVE";
            /** @description Plain bytes. */
            volumeBytes: string;
            /** @description What it locks, token units. */
            total: string;
            pricePerDay: string;
            latencyMillis: number;
            legs: components["schemas"]["Leg"][];
        };
        /** @description A settlement of one agreement. */
        Payment: {
            agreementId: string;
            paid: string;
            credited: string;
            settledAt: number;
        };
        /** @description The plan of a design that a consumer wants quoted. */
        PlanChoice: {
            /** @description The wallet that will pay and sign. */
            consumer: string;
            /**
             * @description Which plan of the design.
             * @enum {string}
             */
            plan: "CHEAPEST" | "QUICKEST" | "SAFEST";
            /** @description The total that was shown: a plan that became dearer since is refused; token units. */
            atMost: string;
            /** @description Idempotency key, 16 to 64 letters, digits and hyphens of your own: the same again gets the same quotes for a day. None when absent. */
            requestKey?: string;
            design: components["schemas"]["DesignRequest"];
        };
        /** @description SLAs that serve the wishes together. */
        PlanEntry: {
            /**
             * @description What it is best at.
             * @enum {string}
             */
            kind: "CHEAPEST" | "QUICKEST" | "SAFEST";
            redundancy: components["schemas"]["RedundancyWish"];
            /** @description What is locked: providers' pay, fees and reserve, token units. */
            total: string;
            /** @description Of it, for providers after fees. */
            toProviders: string;
            /** @description Of it, for the community fund at most. */
            feeAtMost: string;
            /** @description Of it, for replacements; what is not used comes back. */
            reserve: string;
            /** @description What all legs earn in 24 hours, token units, rounded up. */
            pricePerDay: string;
            /** @description What providers risk together, token units. */
            collateral: string;
            /** @description Nines of keeping every byte to the end under what is assumed, in tenths: 36 is 3.6 nines, 99.97 %. */
            durabilityTenthsOfNines: number;
            /** @description How likely every class can be read at a moment if promises are kept, in millionths. */
            availabilityPpm: number;
            /** @description Promised time to the first byte of the slowest class. */
            latencyMillis: number;
            parts: components["schemas"]["PartEntry"][];
        };
        /** @description The quotes of a plan, one for each class: each is signed and opened for itself. */
        PlanQuotes: {
            /** @enum {string} */
            plan: "CHEAPEST" | "QUICKEST" | "SAFEST";
            /** @description What all of them lock, token units. */
            total: string;
            /** @description In the order of the classes. */
            quotes: components["schemas"]["QuotedTerms"][];
        };
        /** @description What went wrong, why, and what to do (RFC 9457). */
        Problem: {
            /** @description Name of the kind of problem. */
            type: string;
            title: string;
            status: number;
            /** @description What is wrong and why. */
            detail: string;
            /** @description The input at fault, when it is one. */
            field?: string;
            /** @description What to do. */
            remedy: string;
            /** @description Why each offer does not serve, when none do. */
            refusals?: components["schemas"]["Refusal"][];
        };
        /** @description What a provider says about itself; checked by nobody. */
        Profile: {
            name: string;
            description: string;
            website: string;
        };
        /** @description A member's profile: the text whose Keccak-256 hash the register holds. */
        ProfileSubmission: {
            /** @description UTF-8 text of a JSON object with name and, when wished, description and website; other members are left alone. */
            document: string;
        };
        /** @description A member of the register with its record. */
        ProviderEntry: {
            id: number;
            /** @description DIRECT, CLOUD, DEPIN, MIGRATION, REPORTER, ANALYTICS, COMPLIANCE. */
            kinds: string[];
            /**
             * @description Where it stands in the register.
             * @enum {string}
             */
            status: "NONE" | "APPLIED" | "ACTIVE" | "SUSPENDED" | "EXITING" | "EXITED";
            owner: string;
            payout: string;
            nodeKey: string;
            /** @description Base URL of its node. */
            endpoint: string;
            /** @description Whether it is active, paid or staked, and certified as demanded. */
            listed: boolean;
            /** @description Unix second until which its listing is paid; absent when it never was. */
            paidUntil?: number;
            /** @description Scopes in which valid certificates speak for it. */
            certified: string[];
            /** @description Stake in the first market's token that may still be committed, token units. */
            freeStake: string;
            /** @description Stake in that token that is collateral now, token units. */
            committedStake: string;
            /** @description Epochs in which it proved possession. */
            confirmedEpochs: number;
            /** @description Penalties of its agreements. */
            missedEpochs: number;
            /** @description Absent while it is not computed yet. */
            reputation?: components["schemas"]["ReputationEntry"];
            /** @description Nonce that its offers must carry. */
            offerNonce: number;
            /** @description Unix second of the registration. */
            registeredAt: number;
            /** @description All changes of its status, the oldest first; of a single member only. */
            history?: components["schemas"]["StatusEntry"][];
            /** @description All payments for its listing, the oldest first; of a single member only. */
            subscriptions?: components["schemas"]["SubscriptionEntry"][];
            /** @description All certificates about it, the newest first; of a single member only. */
            certificates?: components["schemas"]["CertificateEntry"][];
        };
        /** @description The members of the register, by id. */
        ProviderList: {
            providers: components["schemas"]["ProviderEntry"][];
        };
        QualityTarget: {
            uptimeBps: number;
            latencyMillisMax: number;
            throughputKibMin: number;
            errorBpsMax: number;
        };
        /** @description A signed offer that answers a request; for the consumer's eyes. */
        QuoteAnswer: {
            /** @description EIP-712 hash of the offer. */
            hash: string;
            providerId: number;
            /** @description Unix second. */
            answeredAt: number;
            answer: components["schemas"]["OfferSubmission"];
        };
        /** @description Answers to a request for quotes, the cheapest first. */
        QuoteAnswerList: {
            answers: components["schemas"]["QuoteAnswer"][];
        };
        /** @description What a plan's quotes were computed from: the same inputs give the same hashes. */
        QuoteInputs: {
            consumer: string;
            /**
             * @description Which plan of the design.
             * @enum {string}
             */
            plan: "CHEAPEST" | "QUICKEST" | "SAFEST";
            design: components["schemas"]["DesignRequest"];
            /** @description Unix second of the computation. */
            now: number;
            /** @description Of the terms; the class's code is added by exclusive or. */
            salt: string;
            terms: components["schemas"]["QuoteTerms"];
            assumed: components["schemas"]["FailureModel"];
            /** @description Every offer that was looked at, in this order. */
            offers: components["schemas"]["OfferInput"][];
        };
        /** @description What a consumer wishes. */
        QuoteRequest: {
            /** @description The wallet that will pay and sign. */
            consumer: string;
            /** @description Number of the market whose token pays; 1 when absent. */
            market?: number;
            /** @description Plain bytes to store: 1 MiB to 1 EiB. */
            volumeBytes: string;
            /** @description How long, from now. */
            durationSeconds: number;
            redundancy: components["schemas"]["RedundancyWish"];
            /** @description Where bytes may lie, such as eu-de; anywhere when absent or empty. */
            regions?: string[];
            /**
             * @description Which class of offers.
             * @enum {string}
             */
            class: "FAST" | "DECENTRALIZED" | "ARCHIVE";
            /** @description Plain bytes that may be read in all; none when absent. */
            egressBytes?: string;
            /** @description The most that may be locked, everything included, token units. */
            budget: string;
            /** @description What every provider must promise; nothing when absent. */
            quality?: components["schemas"]["QualityTarget"];
        };
        /** @description A page of requests that may be answered, the newest first. */
        QuoteRequestPage: {
            requests: components["schemas"]["WantedQuotesEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        QuoteTerms: {
            market: number;
            feeBps: number;
            mandateBps: number;
            reserveBps: number;
            coolDownSeconds: number;
        };
        /** @description A quote: frozen terms, what they cost, and what the consumer's wallet signs. */
        QuotedTerms: {
            /** @description EIP-712 digest of the terms: the SLA's id, and the nonce of the payment. */
            quoteHash: string;
            /** @description The terms, as the contract gets them. */
            sla: components["schemas"]["SlaTerms"];
            /** @description The offers that the legs fill, in the order of the legs. */
            offers: components["schemas"]["OfferSubmission"][];
            legs: components["schemas"]["Leg"][];
            /** @description The token that pays. */
            token: string;
            symbol: string;
            decimals: number;
            /** @description Of all legs, for the streams, token units. */
            deposit: string;
            /** @description Of all legs, for bytes served, token units. */
            egressEscrow: string;
            /** @description For replacements; what is not used comes back, token units. */
            reserve: string;
            /** @description What is locked: deposit, egress escrow and reserve, token units. */
            total: string;
            /** @description The part of it that goes to the community fund at most, token units. */
            feeAtMost: string;
            /** @description What the providers commit together, token units. */
            collateral: string;
            /** @description Unix second of the quote. */
            createdAt: number;
            /** @description Unix second at which it expires. */
            expiresAt: number;
            /** @description Canonical JSON of the wishes; its Keccak-256 is sla.wishesHash. */
            wishes: string;
            /** @description The payment to sign by eth_signTypedData_v4: {domain, types, primaryType, message}. */
            authorization: unknown;
            /** @description Offers that did not qualify. */
            refused: components["schemas"]["Refusal"][];
        };
        /** @description What a consumer said of a service that it paid. */
        Rating: {
            /** @description 1 to 5. */
            stars: number;
            /** @description Keccak-256 of a comment published elsewhere; absent where there is none. */
            commentHash?: string;
            /** @description Unix second of its block. */
            at: number;
        };
        /** @description Ratings of a service provider. Those of its owner's own wallets are shown, and count nothing. */
        RatingsEntry: {
            providerId: number;
            /** @description Ratings that count. */
            counted: number;
            /** @description Their mean in hundredths of a star, rounded down; absent where none counts. */
            meanHundredths?: number;
            /** @description The newest hundred, the newest first. */
            ratings: components["schemas"]["Said"][];
        };
        /** @description Why, for everybody to read. */
        Reason: {
            /** @description Up to 1,000 characters. */
            reason: string;
        };
        /** @description Any `data` of `total` pieces bring the whole back; 1 of n are n copies. */
        RedundancyWish: {
            data: number;
            total: number;
        };
        Refusal: {
            offerId: string;
            providerId: number;
            reason: string;
        };
        /** @description What would be locked if one wish were a lesser one and all others stayed. */
        RelaxedEntry: {
            /** @enum {string} */
            wish: "BUDGET" | "REGIONS" | "EXCLUSIONS" | "QUALITY" | "CERTIFIED" | "COLLATERAL" | "REDUNDANCY" | "MIX" | "DURATION" | "VOLUME";
            /** @description The lesser wish in words. */
            instead: string;
            /** @description What would be locked then, token units. */
            total: string;
        };
        /** @description Reputation of whoever owns the provider, computed from the chain and epoch files. */
        ReputationEntry: {
            /** @description 0 to 100; 50 without a record. */
            points: number;
            /** @description The last epoch that counts; -1 while none does. */
            throughEpoch: number;
            /** @description Block at which it stood so. */
            block: number;
            blockHash: string;
            /** @description Version of the table of points. */
            table: number;
            /** @description What the owner's providers sell, by market. */
            listings: components["schemas"]["Listed"][];
        };
        /** @description Another role for a member. */
        RoleChange: {
            /**
             * @description the new role
             * @enum {string}
             */
            role: "OWNER" | "ADMIN" | "MEMBER" | "AUDITOR";
        };
        /** @description The quality root, signed by a quorum of reporters. */
        Root: {
            root: string;
            recordsHash: string;
            /** @description Number of signatures. */
            signers: number;
            /** @description Unix second from which on it stands. */
            finalAt: number;
        };
        /** @description One rating. */
        Said: {
            engagementId: number;
            consumer: string;
            /** @description 1 to 5. */
            stars: number;
            /** @description Keccak-256 of a comment published elsewhere; absent where there is none. */
            commentHash?: string;
            /** @description Unix second of its block. */
            at: number;
            /** @description False for a wallet that the register named as the owner's before it hired. */
            counts: boolean;
        };
        /** @description Why the offer stands where it stands: points by criterion, each with its fact. */
        ScoreEntry: {
            /** @description Version of the table of points. */
            table: number;
            points: number;
            /** @description Most points that can be had. */
            of: number;
            parts: components["schemas"]["Part"][];
        };
        /** @description The X25519 key that documents are sealed for, signed by the certifier's wallet. */
        SealingKeyRequest: {
            sealingKey: string;
            /** @description EIP-191 signature of 'Flashback certifier', 'chain ID', 'certifier ADDRESS' and 'sealing key KEY', each on a line of its own. */
            signature: string;
        };
        /** @description An arbitrator on a panel. */
        Seat: {
            arbitrator: string;
            /**
             * @description Its vote; absent until it has voted.
             * @enum {string}
             */
            vote?: "NONE" | "FOR_CLAIMANT" | "FOR_DEFENDANT";
        };
        /** @description The randomness that chose the epoch's challenges. */
        Seed: {
            /** @description Round of drand. */
            round: string;
            value: string;
            /** @description Unix second of the posting. */
            postedAt: number;
            /** @description Made from block data, because drand was silent. */
            marked: boolean;
        };
        /** @description A session. */
        SessionEntry: {
            wallet: string;
            createdAt: number;
            expiresAt: number;
            /** @description What to send as `Authorization: Bearer`; shown once, and only where `bearer` was asked for. Without it the session is a cookie. */
            token?: string;
        };
        /** @description A message of EIP-4361 and its signature. */
        SignInRequest: {
            /** @description the text exactly as it was signed */
            message: string;
            /** @description r, s and v (personal_sign, EIP-191): 65 bytes */
            signature: string;
            /** @description True for programs: the answer holds a token, and no cookie is set. */
            bearer?: boolean;
        };
        /** @description An SLA with its legs, replaced ones included, derived from the chain's events. */
        SlaEntry: {
            id: string;
            consumer: string;
            market: number;
            /** @enum {string} */
            state: "NONE" | "FORMING" | "RUNNING" | "DEGRADED" | "FAILED" | "ENDED";
            /** @description Locked at the opening: deposits, egress escrows and reserve, token units. */
            deposited: string;
            /** @description Reserve that came back unused, token units. */
            reserveReleased: string;
            /** @description Unix second of the opening. */
            openedAt: number;
            /** @description Transaction of the opening. */
            transaction: string;
            agreements: components["schemas"]["AgreementEntry"][];
        };
        /** @description The consumer's acceptance of a quote. */
        SlaOpening: {
            /** @description Hash of the quote. */
            quoteHash: string;
            /** @description As signed: the payment is valid after this unix second. */
            validAfter: number;
            /** @description As signed: the payment is valid before this unix second. */
            validBefore: number;
            /** @description 65 bytes by the consumer over the quote's authorization. */
            signature: string;
            /** @description The terms as the consumer saw them: refused when they are not the quoted ones. */
            sla?: components["schemas"]["SlaTerms"];
        };
        /** @description A page of SLAs, the newest first. */
        SlaPage: {
            slas: components["schemas"]["SlaEntry"][];
            /** @description Cursor of the next page; absent on the last one. */
            next?: string;
        };
        SlaTerms: {
            consumer: string;
            market: string;
            dataShards: string;
            totalShards: string;
            startBy: string;
            endsAt: string;
            maximumRate: string;
            coolDownSeconds: string;
            reserve: string;
            regions: string[];
            legs: components["schemas"]["LegTerms"][];
            wishesHash: string;
            salt: string;
        };
        /** @description A change of a member's status. */
        StatusEntry: {
            /** @enum {string} */
            status: "NONE" | "APPLIED" | "ACTIVE" | "SUSPENDED" | "EXITING" | "EXITED";
            /** @description Unix second of its block. */
            at: number;
            /** @description Unix second: end of a suspension, or from when an exit can be completed. */
            until?: number;
            /** @description Hash of the reason of a suspension. */
            reasonHash?: string;
            transaction: string;
        };
        /** @description A step of a dispute. */
        Step: {
            /**
             * @description The state that it led to; a panel that is drawn and a vote change none.
             * @enum {string}
             */
            state: "NONE" | "OPENED" | "ANSWERED" | "RULED" | "APPEALED" | "FINAL" | "EXECUTED" | "DEFAULT" | "VOID";
            /** @description The contract's event. */
            event: string;
            /** @description Unix second of its block. */
            at: number;
            transaction: string;
        };
        /** @description A payment for the listing. */
        SubscriptionEntry: {
            /** @description Unix second of its block. */
            at: number;
            token: string;
            payer: string;
            /** @description Token units. */
            amount: string;
            /** @description Unix second until which the listing was paid with it. */
            paidUntil: number;
            transaction: string;
        };
        /** @description What reporters measured of the provider, the mean of the newest epochs (at most thirty), by probes. */
        TrackEntry: {
            /** @description Epochs that were measured. */
            epochs: number;
            /** @description The newest of them. */
            newestEpoch: number;
            probes: number;
            /** @description Answered of all probes, basis points. */
            uptimeBps: number;
            /** @description Median time to the first byte, milliseconds. */
            latencyP50: number;
            /** @description 95th percentile. */
            latencyP95: number;
            /** @description 99th percentile. */
            latencyP99: number;
            /** @description Median KiB per second read; absent where nobody read a run. */
            throughputKib?: number;
            /** @description Median KiB per second written; absent where nobody wrote. */
            writeKib?: number;
            /** @description Wrong answers of all answers, basis points. */
            errorBps: number;
            /** @description Hash of the newest report: any reporter serves it at /v1/records/HASH. */
            report: string;
            /** @description Transaction that posted the newest report's root. */
            transaction: string;
        };
        /** @description Wishes for providers to answer. Its canonical text (members sorted, no white space) has the hash that is signed and that is the request's id. */
        WantedQuotes: {
            wishes: components["schemas"]["QuoteRequest"];
            /** @description Unix second from which nobody may answer; within seven days. */
            expiresAt: number;
            /** @description Drawn by the consumer. */
            salt: string;
        };
        /** @description A request for quotes; how many answered is public, what they answered is not. */
        WantedQuotesEntry: {
            /** @description Keccak-256 of the request's canonical text. */
            id: string;
            request: components["schemas"]["WantedQuotes"];
            signature: string;
            /** @description Bytes that one provider's leg takes. */
            legBytes: string;
            /** @description Unix second. */
            placedAt: number;
            /** @description Providers that answered. */
            answers: number;
        };
        /** @description A request for quotes, signed by the consumer. */
        WantedQuotesSubmission: {
            request: components["schemas"]["WantedQuotes"];
            /** @description The consumer's EIP-191 signature of 'Flashback request for quotes', 'chain ID' and 'request HASH', each on a line of its own. */
            signature: string;
        };
        /** @description A webhook without its secret. */
        WebhookEntry: {
            id: string;
            url: string;
            types: ("agreement.opened" | "agreement.started" | "agreement.settled" | "agreement.credited" | "agreement.penalised" | "agreement.breached" | "agreement.renewed" | "agreement.ended" | "sla.changed" | "dispute.opened" | "dispute.ruled" | "dispute.executed")[];
            consumers: string[];
            providers: number[];
            createdAt: number;
            /** @description Why nothing is sent any more; absent while it works. */
            stopped?: string;
        };
        /** @description Webhooks of an organisation. */
        WebhookList: {
            webhooks: components["schemas"]["WebhookEntry"][];
        };
        /** @description A webhook that is to be made. */
        WebhookRequest: {
            /** @description where messages go: https, with a host that everybody may reach */
            url: string;
            /** @description which events are told */
            types: ("agreement.opened" | "agreement.started" | "agreement.settled" | "agreement.credited" | "agreement.penalised" | "agreement.breached" | "agreement.renewed" | "agreement.ended" | "sla.changed" | "dispute.opened" | "dispute.ruled" | "dispute.executed")[];
            /** @description Events of these consumers' agreements; at most 100. */
            consumers?: string[];
            /** @description Events of these providers' agreements, by their ids in the register; at most 100. */
            providers?: number[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOffers: {
        parameters: {
            query?: {
                /** @description Only this class. */
                class?: string;
                /** @description Only this region, or all that begin so: eu-*. */
                region?: string;
                /** @description Paid in this market; 1 when absent. */
                market?: string;
                /** @description Highest price of one GiB for 730 hours, token units. */
                maxPrice?: string;
                /** @description Fewest bytes not reserved yet: what one leg of an SLA needs. */
                minFree?: string;
                /** @description Whether any valid certificate speaks for it. */
                certified?: string;
                /** @description Only with a valid certificate of this scope. */
                scope?: string;
                /** @description Only where the listing rests on this. */
                listedBy?: string;
                /** @description Lowest measured uptime, basis points. */
                minUptime?: string;
                /** @description Highest measured 95th percentile, milliseconds. */
                maxLatency?: string;
                /** @description Words of name, description, website, address, region or class; beginnings suffice, all must be there. */
                search?: string;
                /** @description ALL shows offers of providers that are not listed, too. */
                status?: string;
                /** @description RANK when absent: by points, most first; PRICE: cheapest first; UPTIME, LATENCY: best measured first; CAPACITY: most free bytes first. */
                sort?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferSubmission"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The signature is not that of the account it should be of. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The offer is older than one that is known. Or: The provider cancelled this offer. Or: The provider is not listed. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedRow"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    providerQuality: {
        parameters: {
            query?: {
                /** @description Most entries of the page. */
                limit?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileSubmission"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCertificates: {
        parameters: {
            query?: {
                /** @description Only about this member. */
                provider?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificatePage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    criteria: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CriteriaBook"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCertifiers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertifierList"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSealingKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SealingKeyRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertifierEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The signature is not that of the account it should be of. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                provider?: string;
                /** @description Only to this certifier. */
                certifier?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The signature is not that of the account it should be of. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentContent"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not stand where this could be done. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probeApplicant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not stand where this could be done. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseApplicant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not stand where this could be done. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sealedDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentContent"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvidenceText"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceText"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceText"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    design: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesignRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DesignAnswer"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. Or: The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quotePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChoice"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanQuotes"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The plan is dearer than it was shown. Or: The idempotency key was used for another request. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No choice of offers serves these wishes. Or: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. Or: The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteInputs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuoteInputs"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotedTerms"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No choice of offers serves these wishes. Or: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    frozenQuote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotedTerms"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSlas: {
        parameters: {
            query?: {
                /** @description Only this consumer's. */
                consumer?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSla: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlaOpening"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSla"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The consumer's wallet holds too little. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The signature is not that of the account it should be of. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The terms are not the ones that were quoted. Or: The contract refuses. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The quote has expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuoteRequests: {
        parameters: {
            query?: {
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuoteRequestPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestQuotes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedQuotesSubmission"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WantedQuotesEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The signature is not that of the account it should be of. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WantedQuotesEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuoteAnswerList"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerQuoteRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferSubmission"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerReceipt"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The signature is not that of the account it should be of. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The provider is not listed. Or: The provider cancelled this offer. Or: There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteFromAnswers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotedTerms"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No choice of offers serves these wishes. Or: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. Or: Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sla: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEpochs: {
        parameters: {
            query?: {
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpochPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slaId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    network: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkEntry"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain did not take or answer this as it should. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The chain cannot be reached at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDisputes: {
        parameters: {
            query?: {
                /** @description Only those that this account is a side of. */
                party?: string;
                /** @description Only over this agreement. */
                agreement?: string;
                /** @description Only in this state; OPEN for all that are not over. */
                state?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputePage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEngagements: {
        parameters: {
            query?: {
                /** @description Only this consumer's. */
                consumer?: string;
                /** @description Only this provider's. */
                provider?: string;
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    engagement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    providerRatings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatingsEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    challenge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Challenge"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The sign-in message cannot be used. Or: The signature is not that of the account it should be of. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEntry"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrganisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationList"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    organisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                wallet: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationMember"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An organisation keeps at least one owner. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                wallet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An organisation keeps at least one owner. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An organisation keeps at least one owner. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOpenInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The wallet is a member already. Or: There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                wallet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyEntry"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Only these, comma between: agreement.opened, agreement.started, agreement.settled, agreement.credited, agreement.penalised, agreement.breached, agreement.renewed, agreement.ended, sla.changed, dispute.opened, dispute.ruled, dispute.executed; all when absent. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room for more. Or: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request's body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request for a day: sent again with the same key, it gets the same answer and is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisation: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. Or: The request does not come from a page of this platform. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many ask for this at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Most entries of the page. */
                limit?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                organisation: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description A field of the request cannot be used. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This needs somebody who is signed in, or a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
