package network.flashback.providers;

import java.util.Optional;

/// What is kept under one name.
///
/// @param receipt the provider's signed promise, on what a [ProvingStore] has just been given
public record Stored(StoredName name, long bytes, Optional<Receipt> receipt) {}
