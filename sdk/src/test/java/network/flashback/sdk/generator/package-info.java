/// Writes the SDK's records and operations from the API's document, docs/api/openapi.json.
@NullMarked
package network.flashback.sdk.generator;

import org.jspecify.annotations.NullMarked;
