package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;

/// Something that happened, told by the platform. `dropped` says that this reader was too slow:
/// open the stream again after the last id.
///
/// @param id to go on after; empty for what cannot be gone on after
/// @param type such as `agreement.opened`
/// @param data what is told of it
public record ServerEvent(String id, String type, JsonNode data) {}
