// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Answers to a request for quotes, the cheapest first.
public record QuoteAnswerList(
    @JsonProperty(value = "answers", required = true) List<QuoteAnswer> answers) {
  public QuoteAnswerList {
    answers = List.copyOf(answers);
  }
}
