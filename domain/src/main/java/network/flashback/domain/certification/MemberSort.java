package network.flashback.domain.certification;

/// Who applies: whoever stores, or whoever serves otherwise.
public enum MemberSort {
  STORAGE,
  SERVICE
}
