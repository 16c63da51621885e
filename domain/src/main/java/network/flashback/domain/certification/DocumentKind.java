package network.flashback.domain.certification;

/// Kinds of documents that applicants hand in.
public enum DocumentKind {
  /// Of the person who acts: passport, identity card.
  IDENTITY,
  /// Of the company: extract of a commercial register, statutes.
  REGISTRATION,
  /// Who may sign for it.
  AUTHORITY,
  /// Where its machines stand: lease, contract of a data centre.
  LOCATION,
  INSURANCE,
  /// What it can do: audits, attestations, references.
  QUALIFICATION
}
