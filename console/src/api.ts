// The market's API as docs/api/openapi.json describes it: amounts, byte counts and ids are decimal strings, times unix seconds.

export type StorageClass = 'FAST' | 'DECENTRALIZED' | 'ARCHIVE'
export type AgreementState = 'NONE' | 'OPEN' | 'ACTIVE' | 'NOTICE' | 'BREACHED' | 'CLOSED' | 'VOID'
export type SlaState = 'NONE' | 'FORMING' | 'RUNNING' | 'DEGRADED' | 'FAILED' | 'ENDED'

export type MemberStatus = 'NONE' | 'APPLIED' | 'ACTIVE' | 'SUSPENDED' | 'EXITING' | 'EXITED'

export interface Quality {
  uptimeBps: number
  latencyMillisMax: number
  throughputKibMin: number
  errorBpsMax: number
}

/** What reporters measured: of one epoch, or the mean of some. Latencies in milliseconds. */
export interface Figures {
  probes: number
  uptimeBps: number
  latencyP50: number
  latencyP95: number
  latencyP99: number
  throughputKib?: number
  writeKib?: number
  errorBps: number
  report: string
  transaction: string
}

export interface Track extends Figures {
  epochs: number
  newestEpoch: number
}

export interface MeasuredEpoch extends Figures {
  epoch: number
}

/** What was measured of a provider, the newest epoch first. */
export interface QualityHistory {
  providerId: number
  name?: string
  epochs: MeasuredEpoch[]
  reporters: string[]
}

export interface ScorePart {
  criterion: string
  points: number
  of: number
  why: string
}

export interface Score {
  table: number
  points: number
  of: number
  parts: ScorePart[]
}

export interface Offer {
  hash: string
  providerId: number
  name?: string
  class: StorageClass
  region: string
  pricePerGibMonth: string
  egressPerGib: string
  capacityBytes: string
  freeBytes: string
  expiry: number
  quality: Quality
  measured?: Track
  provenEpochs: number
  penalties: number
  listed: boolean
  standing: string
  certified: string[]
  bondedStake: string
  registration: string
  score: Score
  offer: { market: string }
}

export interface OfferPage {
  offers: Offer[]
  total: number
  next?: string
  resumed?: boolean
}

export interface Certificate {
  id: number
  scopes: string[]
  state: string
  valid: boolean
  validUntil: number
  issuer: string
  evidenceHash: string
  history: { transaction: string }[]
}

export interface Provider {
  id: number
  kinds: string[]
  status: MemberStatus
  owner: string
  payout: string
  nodeKey: string
  endpoint: string
  listed: boolean
  paidUntil?: number
  certified: string[]
  freeStake: string
  committedStake: string
  confirmedEpochs: number
  missedEpochs: number
  reputation?: { points: number; throughEpoch: number }
  offerNonce: number
  registeredAt: number
}

/** A single member, with everything that became of it. */
export interface Member extends Provider {
  history: { status: MemberStatus; at: number; until?: number; reasonHash?: string; transaction: string }[]
  subscriptions: { at: number; token: string; payer: string; amount: string; paidUntil: number; transaction: string }[]
  certificates: Certificate[]
}

export interface Agreement {
  id: string
  slaId: string
  providerId: number
  legIndex: number
  state: AgreementState
  capacityBytes: string
  leaves?: string
  rate: string
  nextRate?: string
  nextRateFrom?: number
  deposit: string
  paid: string
  credited: string
  remaining: string
  refunded: string
  egressEscrow: string
  egressPaid: string
  collateral: string
  slashed: string
  startEpoch?: number
  endEpoch: number
  renewals: number
  confirmedEpochs: number[]
  missedEpochs: number[]
  settledAt?: number
  openedAt: number
}

export interface Sla {
  id: string
  consumer: string
  market: number
  state: SlaState
  deposited: string
  reserveReleased: string
  openedAt: number
  transaction: string
  agreements: Agreement[]
}

export interface SlaPage {
  slas: Sla[]
  next?: string
}

export interface Epoch {
  epoch: number
  startsAt: number
  endsAt: number
  seed?: { round: string; value: string; postedAt: number; marked: boolean }
  confirmations: { providerId: number; confirmedSeconds: number; transaction: string }[]
  root?: { root: string; recordsHash: string; signers: number; finalAt: number }
  misses: { agreementId: string; missedInRow: number; slashed: string }[]
  credits: { agreementId: string; basisPoints: number; amount: string }[]
  settlements: { agreementId: string; paid: string; credited: string; settledAt: number }[]
}

export interface EpochPage {
  current?: number
  epochs: Epoch[]
  next?: string
}

export interface Schedule {
  genesis: number
  epochSeconds: number
  auditWindowSeconds: number
  qualityWindowSeconds: number
  finalitySeconds: number
  startSeconds: number
  noticeSeconds: number
  offerLifeSeconds: number
}

export interface Market {
  id: number
  token: string
  symbol: string
  decimals: number
  feeBps: number
  oracle: string
}

export interface Network {
  chainId: number
  contracts: Record<string, string>
  schedule: Schedule
  markets: Market[]
  endpoints: Record<string, string>
  indexedBlock?: number
}

export interface DesignLeg {
  providerId: number
  offerHash: string
  region: string
  pricePerGibMonth: string
}

export interface DesignPart {
  class: StorageClass
  volumeBytes: string
  total: string
  pricePerDay: string
  latencyMillis: number
  legs: DesignLeg[]
}

export interface DesignPlan {
  kind: 'CHEAPEST' | 'QUICKEST' | 'SAFEST'
  redundancy: { data: number; total: number }
  total: string
  toProviders: string
  feeAtMost: string
  reserve: string
  pricePerDay: string
  collateral: string
  durabilityTenthsOfNines: number
  availabilityPpm: number
  latencyMillis: number
  parts: DesignPart[]
}

export interface Design {
  feasible: boolean
  symbol: string
  decimals: number
  durationSeconds: number
  plans: DesignPlan[]
  relaxed: { wish: string; instead: string; total: string }[]
  summary?: string
  together: string[]
  refused: { offerId: string; providerId: number; reason: string }[]
  assumed: { legLossBpsPerYear: number; repairSeconds: number }
}

/** What the platform answers instead of what was asked (RFC 9457). */
export interface Problem {
  title: string
  status: number
  detail: string
  field?: string
  remedy: string
}

export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super([problem.title, problem.detail, problem.remedy].filter(Boolean).join(' '))
    this.problem = problem
  }
}

const UNREACHABLE: Problem = {
  title: 'The platform does not answer.',
  status: 0,
  detail: 'The last request got no answer.',
  remedy: 'Nothing is lost: chain, providers and data live on without it. This page tries again by itself.',
}

export function read<T>(path: string, signal: AbortSignal): Promise<T> {
  return ask(path, { signal, headers: { Accept: 'application/json' } }, signal)
}

export function post<T>(path: string, body: string, signal: AbortSignal): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' }
  return ask(path, { method: 'POST', body, signal, headers }, signal)
}

/** A write that is done once however often it is repeated: `undefined` where nothing is answered. */
export function write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
  const signal = AbortSignal.timeout(60_000)
  const headers: Record<string, string> = { Accept: 'application/json', 'Idempotency-Key': fresh() }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  return ask(path, { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, signal)
}

/** 128 random bits as 32 letters and digits. */
export function fresh(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function ask<T>(path: string, options: RequestInit, signal: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, options)
  } catch (failure) {
    if (signal.aborted) throw failure
    throw new ApiError(UNREACHABLE)
  }
  if (response.status === 204) return undefined as T
  if (response.ok) return (await response.json()) as T
  throw new ApiError(await problemOf(response))
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    return { ...UNREACHABLE, status: response.status, detail: `The platform answered with status ${response.status}.` }
  }
}
