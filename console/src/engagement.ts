// Services hired in escrow, as the contract Engagements holds them (decision 50): asked and acted on through the wallet's own node.

import type { Network } from './api'
import { addressOf, call, type Word } from './wallet/abi'
import { view } from './wallet/send'
import type { Connected } from './wallet/useWallet'
import { checksummed } from './wanted'

export type MilestoneState = 'FUNDED' | 'DELIVERED' | 'ACCEPTED' | 'DISPUTED' | 'RULED' | 'CANCELLED' | 'LAPSED'

const STATES = ['NONE', 'RUNNING', 'CANCELLED', 'LAPSED'] as const
const MILESTONE_STATES: MilestoneState[] = ['FUNDED', 'DELIVERED', 'ACCEPTED', 'DISPUTED', 'RULED', 'CANCELLED', 'LAPSED']
/** The Registry's kinds of service providers. */
const KINDS: Record<number, string> = { 8: 'migration', 32: 'analytics', 64: 'compliance' }

export interface Milestone {
  amount: bigint
  deliverBy: number
  acceptSeconds: number
  state: MilestoneState
  since: number
  deliveryHash: string
  disputed: bigint
  disputeId: bigint
}

export interface Engagement {
  id: number
  hash: string
  consumer: string
  providerId: number
  kind: string
  market: number
  state: (typeof STATES)[number]
  next: number
  rated: boolean
  consumerWishesCancel: boolean
  providerWishesCancel: boolean
  paid: bigint
  milestones: Milestone[]
}

export const kindOf = (kind: number) => KINDS[kind] ?? `kind ${kind}`

const bytes32 = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

/** From the words of `engagementOf` and, for each milestone, of `milestoneOf`. */
export function engagement(id: number, head: bigint[], stages: bigint[][]): Engagement {
  const at = (place: number) => head[place] ?? 0n
  return {
    id,
    hash: bytes32(at(0)),
    consumer: checksummed(addressOf(at(1))),
    providerId: Number(at(2)),
    kind: kindOf(Number(at(3))),
    market: Number(at(4)),
    state: STATES[Number(at(5))] ?? 'NONE',
    next: Number(at(7)),
    rated: at(8) === 1n,
    consumerWishesCancel: at(9) === 1n,
    providerWishesCancel: at(10) === 1n,
    paid: at(11),
    milestones: stages.map((words) => ({
      amount: words[0] ?? 0n,
      deliverBy: Number(words[1] ?? 0n),
      acceptSeconds: Number(words[2] ?? 0n),
      state: MILESTONE_STATES[Number(words[3] ?? 0n)] ?? 'FUNDED',
      since: Number(words[4] ?? 0n),
      deliveryHash: bytes32(words[5] ?? 0n),
      disputed: words[6] ?? 0n,
      disputeId: words[7] ?? 0n,
    })),
  }
}

/** As the platform's API tells it, for whoever has no wallet: docs/api/openapi.json. */
export interface EngagementEntry {
  id: number
  hash: string
  consumer: string
  providerId: number
  service: string
  market: number
  state: Engagement['state']
  paid: string
  milestones: { amount: string; deliverBy: number; acceptSeconds: number; state: MilestoneState; deliveryHash?: string; acceptBy?: number; disputed?: string; disputeId?: number }[]
  rating?: { stars: number }
}

/** The same from the platform, which knows of no wishes to cancel. */
export function told(entry: EngagementEntry): Engagement {
  const waiting = entry.milestones.findIndex((stage) => stage.state === 'FUNDED')
  return {
    id: entry.id,
    hash: entry.hash,
    consumer: entry.consumer,
    providerId: entry.providerId,
    kind: entry.service.toLowerCase(),
    market: entry.market,
    state: entry.state,
    next: waiting < 0 ? entry.milestones.length : waiting,
    rated: entry.rating !== undefined,
    consumerWishesCancel: false,
    providerWishesCancel: false,
    paid: BigInt(entry.paid),
    milestones: entry.milestones.map((stage) => ({
      amount: BigInt(stage.amount),
      deliverBy: stage.deliverBy,
      acceptSeconds: stage.acceptSeconds,
      state: stage.state,
      since: stage.acceptBy === undefined ? 0 : stage.acceptBy - stage.acceptSeconds,
      deliveryHash: stage.deliveryHash ?? bytes32(0n),
      disputed: BigInt(stage.disputed ?? 0),
      disputeId: BigInt(stage.disputeId ?? 0),
    })),
  }
}

/** The number of milestones in the words of `engagementOf`. */
export const stagesOf = (head: bigint[]) => Number(head[6] ?? 0n)

export class Engagements {
  readonly address: string
  private readonly signer: Connected

  constructor(signer: Connected, network: Network) {
    this.signer = signer
    this.address = network.contracts['Engagements'] ?? ''
  }

  async count(): Promise<number> {
    return Number((await this.ask('count()'))[0] ?? 0n)
  }

  /** Of the state NONE where there is none. */
  async one(id: number): Promise<Engagement> {
    return id > (await this.count()) ? engagement(id, [], []) : this.known(id)
  }

  private async known(id: number): Promise<Engagement> {
    const head = await this.ask('engagementOf(uint64)', id)
    const stages = await Promise.all(Array.from({ length: stagesOf(head) }, (_, index) => this.ask('milestoneOf(uint64,uint8)', id, index)))
    return engagement(id, head, stages)
  }

  /** The newest first. @param before how many of the newest are passed over */
  async page(before: number, rows: number): Promise<{ count: number; engagements: Engagement[] }> {
    const count = await this.count()
    const ids = Array.from({ length: Math.max(0, Math.min(rows, count - before)) }, (_, index) => count - before - index)
    return { count, engagements: await Promise.all(ids.map((id) => this.known(id))) }
  }

  private ask(signature: string, ...values: Word[]): Promise<bigint[]> {
    return view(this.signer, this.address, call(signature, ...values))
  }
}

const OVER = new Set<MilestoneState>(['ACCEPTED', 'RULED', 'CANCELLED', 'LAPSED'])

/** The state in a word: the contract calls running what was delivered and paid to its end, too. */
export function stateOf(one: Engagement): string {
  return one.state === 'RUNNING' && one.milestones.every((stage) => OVER.has(stage.state)) ? 'COMPLETED' : one.state
}

/** What comes next, who does it, and until when. @param time how a second is written */
export function nextStep(one: Engagement, nowSeconds: number, time: (second: number) => string): string {
  for (const [index, stage] of one.milestones.entries()) {
    if (stage.state === 'DELIVERED') {
      const until = stage.since + stage.acceptSeconds
      return nowSeconds > until
        ? `Milestone ${index} was not disputed in time: anybody may settle it, and it is paid.`
        : `The consumer accepts or disputes milestone ${index} until ${time(until)}; silence accepts it.`
    }
    if (stage.state === 'DISPUTED') return `Milestone ${index} waits for a ruling: dispute ${stage.disputeId}.`
    if (stage.state === 'FUNDED' && one.state === 'RUNNING') {
      return nowSeconds > stage.deliverBy
        ? `Milestone ${index} was not delivered in time: anybody may end it, and the consumer gets back what was not delivered.`
        : `The provider delivers milestone ${index} until ${time(stage.deliverBy)}.`
    }
  }
  if (one.paid > 0n && !one.rated) return 'Nothing is open; its consumer may rate it.'
  return 'Nothing more follows.'
}
