// From a plan to what is signed. The page signs what it computed and compared itself, not what it was handed.

import type { Network } from './api'
import { digest, type Message, type TypedData, type Types } from './wallet/typed'

export interface SlaLeg {
  providerId: string
  offerHash: string
  capacityBytes: string
  rate: string
  deposit: string
  egressEscrow: string
  collateral: string
}

/** The terms, as the contract gets them: `Sla` of Types.sol. */
export interface SlaTerms {
  consumer: string
  market: string
  dataShards: string
  totalShards: string
  startBy: string
  endsAt: string
  maximumRate: string
  coolDownSeconds: string
  reserve: string
  regions: string[]
  legs: SlaLeg[]
  wishesHash: string
  salt: string
}

export interface QuotedLeg {
  providerId: number
  class: string
  region: string
  deposit: string
  egressEscrow: string
  collateral: string
}

export interface QuotedTerms {
  quoteHash: string
  sla: SlaTerms
  legs: QuotedLeg[]
  token: string
  symbol: string
  decimals: number
  deposit: string
  egressEscrow: string
  reserve: string
  total: string
  feeAtMost: string
  collateral: string
  createdAt: number
  expiresAt: number
  authorization: TypedData
}

export interface PlanQuotes {
  plan: string
  total: string
  quotes: QuotedTerms[]
}

export interface OpenedSla {
  slaId: string
  agreementIds: string[]
  transaction: string
}

const fields = (text: string) => text.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' }))

const SLA_TYPES: Types = {
  Sla: fields(
    'address consumer,uint16 market,uint8 dataShards,uint8 totalShards,uint32 startBy,uint32 endsAt,uint96 maximumRate,uint32 coolDownSeconds,uint88 reserve,bytes32[] regions,Leg[] legs,bytes32 wishesHash,uint256 salt',
  ),
  Leg: fields('uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral'),
}

/** ERC-3009: the money goes to the Orchestrator alone, once, and only until a time. */
const PAYMENT_TYPES: Types = {
  ReceiveWithAuthorization: fields('address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce'),
}

/** The SLA's id: the digest of its terms under the Orchestrator's domain. */
export function slaHash(sla: SlaTerms, network: Network): string {
  const domain = { name: 'Flashback', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Orchestrator'] ?? '0x' }
  return digest({ types: SLA_TYPES, primaryType: 'Sla', domain, message: sla as unknown as Message })
}

/** What the terms lock: all deposits and egress escrows, and the reserve. */
export function locks(sla: SlaTerms): bigint {
  return sla.legs.reduce((sum, leg) => sum + BigInt(leg.deposit) + BigInt(leg.egressEscrow), BigInt(sla.reserve))
}

/**
 * The payment of a quote, made from its terms.
 *
 * @throws Error that names the difference where the quote is not what it says, or not this wallet's
 */
export function payment(quote: QuotedTerms, account: string, network: Network): TypedData {
  const market = network.markets.find((one) => one.id === Number(quote.sla.market))
  const orchestrator = network.contracts['Orchestrator']
  if (market === undefined || orchestrator === undefined) throw new Error('The platform names no such market, or no Orchestrator.')
  const token = quote.authorization.domain
  same('terms', slaHash(quote.sla, network), quote.quoteHash)
  same('total', locks(quote.sla).toString(), quote.total)
  same('consumer', quote.sla.consumer, account)
  same('token', quote.token, market.token)
  same('token that is signed for', token.verifyingContract, market.token)
  same('chain that is signed for', `${token.chainId}`, `${network.chainId}`)
  const message = {
    from: account,
    to: orchestrator,
    value: quote.total,
    validAfter: '0',
    validBefore: quote.sla.startBy,
    nonce: quote.quoteHash,
  }
  return { types: PAYMENT_TYPES, primaryType: 'ReceiveWithAuthorization', domain: token, message }
}

function same(what: string, computed: string, told: string) {
  if (computed.toLowerCase() !== told.toLowerCase()) {
    throw new Error(`The quote's ${what} is not what this page computed (${computed}, and it says ${told}). Nothing was signed; ask for a new quote.`)
  }
}

/** Refuses quotes that together lock something else than what was shown when the plan was taken. */
export function requireShown(quotes: PlanQuotes, shown: string): void {
  const sum = quotes.quotes.reduce((all, quote) => all + locks(quote.sla), 0n)
  if (sum > BigInt(shown)) throw new Error(`The quotes lock ${sum} units together, and ${shown} were shown. Nothing was signed; design again.`)
}
