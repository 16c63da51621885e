// What a provider's key signs here: an answer to a request for quotes (decision 55), and the offer of a service (decision 50).

import type { Network } from './api'
import { units } from './design'
import { duration } from './format'
import { termsHash, type ServiceOffer } from './hire'
import { keccak } from './wallet/abi'
import { Refused } from './wallet/send'
import { digest, type Domain, type Message, type TypedData } from './wallet/typed'
import { canonical, type WantedEntry } from './wanted'

/** 730 hours, as everywhere prices of a month are meant. */
const MONTH_SECONDS = 2_628_000n
const YEAR_SECONDS = 366 * 86_400
const BYTES_MIN = 1 << 20
const MARKET = 1
const CLASSES = ['FAST', 'DECENTRALIZED', 'ARCHIVE']
const REGION = /^[a-z][a-z0-9-]{1,31}$/
const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const OFFER =
  'uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt'

const fields = (text: string) => text.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' }))

/** What counts where nothing else is promised: QualityTarget.usual(). */
export const USUAL_QUALITY = { uptimeBps: 9995, latencyMillisMax: 1000, throughputKibMin: 0, errorBpsMax: 100 }

/** What the contracts say of the provider whose key is connected. */
export interface Standing {
  provider: bigint
  reserved: bigint
  nonce: bigint
  /** Seconds that an offer may live. */
  life: bigint
  epochSeconds: bigint
}

export interface AnswerFields {
  price: string
  egress: string
  region: string
  collateralDays: string
}

export const USUAL_ANSWER: AnswerFields = { price: '', egress: '0', region: '', collateralDays: '30' }

/** The terms as the API takes them: `class` is called `offerClass` there. */
export type AnswerTerms = Record<string, string>

function money(what: string, text: string, decimals: number): bigint {
  const found = units(text, decimals)
  if (found === undefined) throw new Refused(`Write ${what} as a number with at most ${decimals} decimals, such as 0.004.`)
  return found
}

/**
 * The offer that answers a request, for the bytes of one leg.
 *
 * @throws Refused that says which field is wrong
 */
export function answerTerms(entry: WantedEntry, wanted: AnswerFields, standing: Standing, decimals: number, salt: bigint, now: number): AnswerTerms {
  const { wishes, expiresAt } = entry.request
  if (expiresAt <= now) throw new Refused('The time to answer this request is over. Others are in the list.')
  const price = money('the price of a GiB and month', wanted.price, decimals)
  if (price === 0n) throw new Refused('Write a price above nothing, such as 0.004.')
  const egress = money('the price of a GiB read', wanted.egress, decimals)
  const region = wanted.region.trim()
  if (!REGION.test(region)) throw new Refused('Write the region where the bytes will lie, such as eu-de.')
  if (wishes.regions?.length > 0 && !wishes.regions.includes(region)) {
    throw new Refused(`The request wants the bytes in ${wishes.regions.join(', ')}. Answer with one of these regions, or leave it to others.`)
  }
  if (!/^\s*\d{1,4}\s*$/.test(wanted.collateralDays)) throw new Refused('Write for how many days of pay the collateral stands, such as 30.')
  const rate = ((price << 32n) + MONTH_SECONDS - 1n) / MONTH_SECONDS
  // The chain's clock may be behind this one.
  const life = standing.life - standing.life / 20n - 10n
  return {
    providerId: `${standing.provider}`,
    market: `${wishes.market ?? MARKET}`,
    ratePerGib: `${rate}`,
    egressPerGib: `${egress}`,
    capacityBytes: `${standing.reserved + BigInt(entry.legBytes)}`,
    minimumBytes: `${BYTES_MIN}`,
    minimumSeconds: `${standing.epochSeconds}`,
    maximumSeconds: `${YEAR_SECONDS}`,
    collateralSeconds: `${Number(wanted.collateralDays) * 86_400}`,
    offerClass: `${CLASSES.indexOf(wishes.class)}`,
    region: `0x${[...new TextEncoder().encode(region)].map((byte) => byte.toString(16).padStart(2, '0')).join('').padEnd(64, '0')}`,
    qualityHash: keccak(new TextEncoder().encode(canonical(USUAL_QUALITY))),
    expiry: `${BigInt(Math.floor(now)) + life}`,
    nonce: `${standing.nonce}`,
    salt: `${salt}`,
  }
}

/** What the node's key signs of them. */
export function answerData(terms: AnswerTerms, network: Network): TypedData {
  const { offerClass, ...others } = terms
  const message = { ...others, class: offerClass ?? '0' } as Message
  const domain = { name: 'Flashback', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Orchestrator'] ?? '0x' }
  return { types: { Offer: fields(OFFER) }, primaryType: 'Offer', domain, message }
}

/** The offer's hash on chain. */
export const answerHash = (terms: AnswerTerms, network: Network) => digest(answerData(terms, network))

export interface MilestoneFields {
  amount: string
  /** Until it is delivered, from now: `10 d`. */
  within: string
  /** How long the consumer may look: `3 d`. */
  look: string
}

export interface OfferFields {
  consumer: string
  kind: string
  milestones: MilestoneFields[]
  /** How long it may be hired: `3 d`. */
  valid: string
}

export const USUAL_MILESTONE: MilestoneFields = { amount: '', within: '10 d', look: '3 d' }

/** What the contract for services says about whoever offers. */
export interface Offerer {
  provider: bigint
  kinds: bigint
  nonce: bigint
  lookLeast: bigint
  lookMost: bigint
}

const UNITS: Record<string, number> = { d: 86_400, h: 3600, min: 60, s: 1 }
const SPAN = /^\s*(?:\d{1,8}\s*(?:d|h|min|s)\s*)+$/

/** The seconds in a span such as `1 d 4 h`, as this console writes them. */
function seconds(what: string, text: string): number {
  const parts = SPAN.test(text) ? [...text.matchAll(/(\d+)\s*(d|h|min|s)/g)] : []
  const found = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0)
  if (found === 0 || found > 10 * YEAR_SECONDS) throw new Refused(`Write ${what} with its unit (d, h, min or s), such as 3 d.`)
  return found
}

/**
 * The offer of a service, without its signature.
 *
 * @param statementHash of the statement of work
 * @throws Refused that says which field is wrong
 */
export function serviceTerms(wanted: OfferFields, statementHash: string | undefined, offerer: Offerer, decimals: number, salt: `0x${string}`, now: number): ServiceOffer {
  if (statementHash === undefined) throw new Refused('Choose the statement of work first: the offer is about that document, and a dispute is decided by it.')
  const consumer = wanted.consumer.trim()
  if (!ADDRESS.test(consumer)) throw new Refused('Write the address of the consumer whom the offer is for: 0x and 40 hexadecimal digits.')
  if ((offerer.kinds & BigInt(wanted.kind)) === 0n) throw new Refused('The register does not have this provider for that kind of work, and nobody could hire it. Choose another kind, or register for it.')
  const start = Math.floor(now)
  const milestones = wanted.milestones.map((one, index) => {
    const amount = money(`what milestone ${index} pays`, one.amount, decimals)
    if (amount === 0n) throw new Refused(`Milestone ${index} pays nothing. Write an amount above zero, or take the milestone away.`)
    const look = seconds(`how long the consumer may look at milestone ${index}`, one.look)
    if (BigInt(look) < offerer.lookLeast || BigInt(look) > offerer.lookMost) {
      throw new Refused(`The consumer must have ${duration(Number(offerer.lookLeast))} to ${duration(Number(offerer.lookMost))} to look at milestone ${index}, not ${one.look}.`)
    }
    return { amount: `${amount}`, deliverBy: `${start + seconds(`within what time milestone ${index} is delivered`, one.within)}`, acceptSeconds: `${look}` }
  })
  const late = milestones.findIndex((one, index) => index > 0 && Number(one.deliverBy) < Number(milestones[index - 1]?.deliverBy))
  if (late > 0) throw new Refused(`Milestone ${late} would be due before the one it follows. Milestones are delivered in order: give it more time.`)
  return {
    consumer,
    provider: `${offerer.provider}`,
    kind: wanted.kind,
    market: `${MARKET}`,
    milestones,
    statementHash,
    salt,
    expiry: `${start + seconds('how long the offer stands', wanted.valid)}`,
    nonce: `${offerer.nonce}`,
    signature: '0x',
  }
}

/** What the node's key signs: the engagement's hash, and how long and in which series of offers it stands. */
export function serviceData(offer: ServiceOffer, network: Network): TypedData {
  const domain: Domain = { name: 'Flashback Engagements', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Engagements'] ?? '0x' }
  const message = { engagement: termsHash(offer, network), expiry: offer.expiry, nonce: offer.nonce }
  return { types: { EngagementOffer: fields('bytes32 engagement,uint40 expiry,uint32 nonce') }, primaryType: 'EngagementOffer', domain, message }
}
