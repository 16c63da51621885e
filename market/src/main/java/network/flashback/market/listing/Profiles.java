package network.flashback.market.listing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.domain.Refused;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.json.JsonReader;

/// Profiles of members, kept by their hash. Anyone may bring one: only the text that a member
/// registered has the right hash, so that nobody needs to be asked who they are.
public final class Profiles {
  private static final int DOCUMENT_MAX = 16_384;

  private final Database database;
  private final ChainIndex index;
  private final AtomicLong revision = new AtomicLong();

  public Profiles(Database database, ChainIndex index) {
    this.database = database;
    this.index = index;
  }

  /// Keeps the profile of whoever registered its hash.
  ///
  /// @throws Refused when nobody did, or when it is no profile
  public Profile keep(ProfileSubmission submission) {
    var document = submission.document();
    if (document.length() > DOCUMENT_MAX) {
      throw new Refused(
          "document", "has " + document.length() + " characters", "use at most " + DOCUMENT_MAX);
    }
    var hash = Keccak256.hash(document);
    if (index.members().stream().noneMatch(member -> member.profileHash().equals(hash))) {
      throw new Refused(
          "document",
          "has the hash " + hash + ", which no member of the register holds",
          "send the file byte for byte as it was registered; a change needs Registry.update first");
    }
    var profile = read(document);
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO profile (hash, name, description, website)
                    VALUES (:hash, :name, :description, :website) ON CONFLICT DO NOTHING""")
                .bind("hash", hash.toString())
                .bind("name", profile.name())
                .bind("description", profile.description())
                .bind("website", profile.website())
                .execute());
    revision.incrementAndGet();
    return profile;
  }

  /// Another number after each profile that was kept.
  public long revision() {
    return revision.get();
  }

  /// All profiles, by hash.
  Map<Bytes32, Profile> all() {
    return database.read(
        handle -> {
          var profiles = new HashMap<Bytes32, Profile>();
          handle
              .createQuery("SELECT * FROM profile")
              .map(
                  (row, context) ->
                      Map.entry(
                          Bytes32.fromHex(row.getString("hash")),
                          new Profile(
                              row.getString("name"),
                              row.getString("description"),
                              row.getString("website"))))
              .list()
              .forEach(one -> profiles.put(one.getKey(), one.getValue()));
          return profiles;
        });
  }

  private static Profile read(String document) {
    JsonNode json = JsonReader.document("document", document);
    return new Profile(text(json, "name"), text(json, "description"), text(json, "website"));
  }

  private static String text(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isTextual() && !value.isMissingNode()) {
      throw new Refused("document." + field, "is no text", "write it in quotes");
    }
    return value.asText("").strip();
  }
}
