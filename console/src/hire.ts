// Hiring a service: the provider's signed offer as `flashback service offer` writes it, and what of it goes to the contract (decision 50).

import type { Network } from './api'
import { addressOf, bytesOf, keccak, word, words, type Word } from './wallet/abi'
import { Refused } from './wallet/send'
import { digest, type Message } from './wallet/typed'

/** Numbers are decimal strings, as in the file. */
export interface ServiceOffer {
  consumer: string
  provider: string
  kind: string
  market: string
  milestones: { amount: string; deliverBy: string; acceptSeconds: string }[]
  statementHash: string
  salt: string
  expiry: string
  nonce: string
  signature: string
}

const MILESTONES_MAX = 16
const OFFER_BYTES_MAX = 1 << 16
const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const HASH = /^0x[0-9a-f]{64}$/
const NUMBER = /^\d{1,39}$/
const OPEN = 'open((address,uint64,uint8,uint16,(uint96,uint40,uint32)[],bytes32,uint256),(uint40,uint32,bytes))'
const TERMS = 'address consumer,uint64 providerId,uint8 kind,uint16 market,Milestone[] milestones,bytes32 statementHash,uint256 salt'
const MILESTONE = 'uint96 amount,uint40 deliverBy,uint32 acceptSeconds'

const fields = (text: string) => text.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' }))

/**
 * The offer in a file.
 *
 * @throws Refused when it is none
 */
export function readOffer(text: string): ServiceOffer {
  const wrong = (what: string) => new Refused(`This is no offer of a service: ${what}. Choose the file that the provider's “flashback service offer” wrote.`)
  if (text.length > OFFER_BYTES_MAX) throw wrong('it is too long')
  let file: Partial<Record<keyof ServiceOffer, unknown>>
  try {
    file = JSON.parse(text) as typeof file
  } catch {
    throw wrong('it is not JSON')
  }
  const field = (from: unknown, name: string, form: RegExp) => {
    const value: unknown = (from as Record<string, unknown> | null)?.[name]
    const said = typeof value === 'number' ? `${value}` : value
    if (typeof said !== 'string' || !form.test(said)) throw wrong(`its “${name}” is missing or mistyped`)
    return said
  }
  const milestones: unknown = file?.milestones
  if (!Array.isArray(milestones) || milestones.length === 0 || milestones.length > MILESTONES_MAX) throw wrong(`it has no list of 1 to ${MILESTONES_MAX} milestones`)
  return {
    consumer: field(file, 'consumer', ADDRESS),
    provider: field(file, 'provider', NUMBER),
    kind: field(file, 'kind', NUMBER),
    market: field(file, 'market', NUMBER),
    milestones: milestones.map((one: unknown) => ({
      amount: field(one, 'amount', NUMBER),
      deliverBy: field(one, 'deliverBy', NUMBER),
      acceptSeconds: field(one, 'acceptSeconds', NUMBER),
    })),
    statementHash: field(file, 'statementHash', HASH),
    salt: field(file, 'salt', HASH),
    expiry: field(file, 'expiry', NUMBER),
    nonce: field(file, 'nonce', NUMBER),
    signature: field(file, 'signature', /^0x[0-9a-f]{130}$/),
  }
}

/** What all milestones lock together, token units. */
export function price(offer: ServiceOffer): bigint {
  return offer.milestones.reduce((sum, one) => sum + BigInt(one.amount), 0n)
}

/** The engagement's hash, as the contract computes it: what the provider signed, and what a panel asks for. */
export function termsHash(offer: ServiceOffer, network: Network): string {
  const { consumer, provider, kind, market, milestones, statementHash, salt } = offer
  const message: Message = { consumer, providerId: provider, kind, market, milestones: milestones.map((one) => ({ ...one })), statementHash, salt }
  const domain = { name: 'Flashback Engagements', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Engagements'] ?? '0x' }
  return digest({ types: { Engagement: fields(TERMS), Milestone: fields(MILESTONE) }, primaryType: 'Engagement', domain, message })
}

const WORD = 32

/** The call that pays all milestones into escrow. */
export function hireData(offer: ServiceOffer): `0x${string}` {
  const milestones = offer.milestones.flatMap((one) => [BigInt(one.amount), BigInt(one.deliverBy), BigInt(one.acceptSeconds)])
  const terms: Word[] = [
    offer.consumer as Word, BigInt(offer.provider), BigInt(offer.kind), BigInt(offer.market), 7 * WORD,
    offer.statementHash as Word, offer.salt as Word,
    offer.milestones.length, ...milestones,
  ]
  const signature = bytesOf(offer.signature)
  const signed = [word(BigInt(offer.expiry)), word(BigInt(offer.nonce)), word(3 * WORD), word(signature.length), offer.signature.slice(2).padEnd(Math.ceil(signature.length / WORD) * 2 * WORD, '0')]
  const selector = keccak(new TextEncoder().encode(OPEN)).slice(0, 10)
  return `${selector}${word(2 * WORD)}${word((2 + terms.length) * WORD)}${terms.map(word).join('')}${signed.join('')}` as `0x${string}`
}

const OPENED = keccak(new TextEncoder().encode('EngagementOpened(uint64,address,uint64,uint8,uint16,uint256,bytes32,bytes32)'))

/** The number of the engagement that a transaction opened. */
export function openedId(receipt: { logs: { address: string; topics: string[] }[] }, contract: string): number | undefined {
  const log = receipt.logs.find((one) => one.address.toLowerCase() === contract.toLowerCase() && one.topics[0] === OPENED)
  return log === undefined ? undefined : Number(words(log.topics[1] ?? '0x')[0] ?? 0n)
}

/** The milestone as a case of the arbitration over services: decision 51. */
export const caseOf = (engagement: number, milestone: number) => (BigInt(engagement) << 8n) | BigInt(milestone)

/** A migration's document: what shall be moved, or what was. */
export interface Manifest {
  document: string
  bucket: string
  from: string
  to: string
  objects: { key: string; size: number; sha256: string }[]
}

/** The document, where it is one of a migration; other kinds of services hand over what they like. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const file = JSON.parse(text) as Partial<Manifest> | null
    const known = file?.document === 'flashback-migration-statement-1' || file?.document === 'flashback-migration-delivery-1'
    const listed = Array.isArray(file?.objects) && file.objects.every((one) => typeof one?.key === 'string' && Number.isSafeInteger(one.size) && /^[0-9a-f]{64}$/.test(one.sha256))
    return known && listed ? (file as Manifest) : undefined
  } catch {
    return undefined
  }
}

export interface Compared {
  key: string
  asked: string | undefined
  delivered: string | undefined
  bytes: number
  same: boolean
}

/** Every key of either document, what differs first. */
export function compare(asked: Manifest | undefined, delivered: Manifest): Compared[] {
  const wanted = new Map(asked?.objects.map((one) => [one.key, one]))
  const came = new Map(delivered.objects.map((one) => [one.key, one]))
  const keys = [...new Set([...wanted.keys(), ...came.keys()])].sort()
  return keys
    .map((key) => {
      const [before, after] = [wanted.get(key), came.get(key)]
      const same = asked === undefined || (before?.sha256 === after?.sha256 && before?.size === after?.size)
      return { key, asked: before?.sha256, delivered: after?.sha256, bytes: (after ?? before)?.size ?? 0, same }
    })
    .sort((a, b) => Number(a.same) - Number(b.same))
}

/** Who speaks for a provider, as the register holds it: its owner and its node's key. */
export const speakers = (owner: bigint[], node: bigint[]) => [owner, node].map(([value]) => addressOf(value ?? 0n))
