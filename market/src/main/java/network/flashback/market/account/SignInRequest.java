package network.flashback.market.account;

import network.flashback.evm.Bytes;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A signed message that opens a session.
@Meaning("A message of EIP-4361 and its signature.")
public record SignInRequest(
    @Meaning("the text exactly as it was signed") String message,
    @Meaning("r, s and v (personal_sign, EIP-191): 65 bytes") Bytes signature,
    @Meaning("True for programs: the answer holds a token, and no cookie is set.")
        @Nullable Boolean bearer) {}
