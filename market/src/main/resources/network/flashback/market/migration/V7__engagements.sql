-- Hired services are followed too: what is known is read again from the chain, with them in it.
DELETE FROM event;
UPDATE follower SET position = NULL;

CREATE INDEX event_of_engagement ON event ((fields->>'engagementId')) WHERE fields->>'engagementId' IS NOT NULL;
