// Requests for quotes: the text that a consumer signs, and its hash.

import { hex, keccak } from './wallet/abi'

export interface WantedQuotes {
  wishes: {
    consumer: string
    /** 1 when absent. */
    market?: number
    volumeBytes: string
    durationSeconds: number
    redundancy: { data: number; total: number }
    regions: string[]
    class: string
    egressBytes: string
    budget: string
  }
  /** Unix second from which nobody may answer. */
  expiresAt: number
  salt: string
}

export interface WantedEntry {
  id: string
  request: WantedQuotes
  legBytes: string
  placedAt: number
  answers: number
}

/** One text for one document: members sorted by name, no white space (the part of RFC 8785 that documents without fractions need). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, one]) => one !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
    .join(',')}}`
}

/** The request's id: Keccak-256 of its canonical text. */
export function requestId(request: WantedQuotes): `0x${string}` {
  return keccak(new TextEncoder().encode(canonical(request)))
}

/** What the wallet signs (EIP-191). */
export function message(request: WantedQuotes, chainId: number): string {
  return `Flashback request for quotes\nchain ${chainId}\nrequest ${requestId(request)}`
}

/** An address with the capitals of EIP-55, as the platform writes them into canonical texts. */
export function checksummed(address: string): string {
  const bare = address.slice(2).toLowerCase()
  const hash = keccak(new TextEncoder().encode(bare)).slice(2)
  return `0x${[...bare].map((digit, place) => (parseInt(hash[place] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit)).join('')}`
}

export function salt(): `0x${string}` {
  return hex(crypto.getRandomValues(new Uint8Array(32)))
}
