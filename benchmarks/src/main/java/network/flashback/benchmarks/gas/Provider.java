package network.flashback.benchmarks.gas;

/// A provider and the account it acts with.
record Provider(int account, long id) {}
