// FakePlatform: answers as the market's API does, in states that a running network cannot be brought to in a test: empty, with ten
// thousand rows, slow, and with its chain away. Journeys are walked on a real network instead (journeys.test.ts).

import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, resolve } from 'node:path'
import type { Agreement, Epoch, Network, Offer, Provider, Sla } from '../src/api'
import { answerHash, type AnswerTerms } from '../src/offering'
import { requestId, type WantedQuotes } from '../src/wanted'
import { address, application, CERTIFIERS, CRITERIA, engagement, EVIDENCE, ratings, wantedEntry, word } from './fakeRegisters'

export type State = 'usual' | 'empty' | 'many' | 'chain down'

const DIST = resolve(import.meta.dirname, '../dist')
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; connect-src 'self'"
const NOW = 1_800_000_000
const CHAIN_DOWN = {
  type: 'about:blank',
  title: 'The chain does not answer.',
  status: 503,
  detail: 'The node of the chain that this platform asks gives no answer.',
  remedy: 'Nothing is lost; try again in a minute.',
}

export class FakePlatform {
  state: State = 'usual'
  /** How long each answer waits, milliseconds. */
  slow = 0
  chainId = 31_337
  /** By how many units the plan became dearer since it was shown; it is shown so from the first refusal on. */
  dearer = 0
  /** The kind of thing that this platform has no operations for. */
  without: string | undefined
  /** The last request for quotes that was sent. */
  placed: { request: WantedQuotes; signature: string } | undefined
  /** The last answer to a request that was sent, and what is said of it instead of its hash. */
  answered: { offer: AnswerTerms; signature: string } | undefined
  mistaken: string | undefined
  private refused = false
  /** Where its pages find a node of the chain. */
  node: string | undefined
  private readonly server: Server

  private constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://fake')
      if (request.method === 'POST' && url.pathname === '/v1/quote-requests') void this.place(request, response)
      else if (request.method === 'POST' && /^\/v1\/quote-requests\/[^/]+\/answers$/.test(url.pathname)) void this.take(request, response)
      else if (url.pathname.startsWith('/v1/')) setTimeout(() => this.answer(url, response), this.slow)
      else file(url.pathname, response)
    })
  }

  static async start(): Promise<FakePlatform> {
    const fake = new FakePlatform()
    await new Promise<void>((ready) => fake.server.listen(0, '127.0.0.1', ready))
    return fake
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((stopped) => this.server.close(stopped))
  }

  /** Places a request for quotes as the platform does: under the hash of what it read. */
  private async place(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    this.placed = JSON.parse(Buffer.concat(chunks).toString()) as typeof this.placed
    json(response, 201, { ...wantedEntry(0), request: this.placed!.request, id: requestId(this.placed!.request) })
  }

  /** Takes a provider's answer to a request. */
  private async take(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    this.answered = JSON.parse(Buffer.concat(chunks).toString()) as typeof this.answered
    const known = { ...network(false), chainId: this.chainId } as unknown as Network
    json(response, 201, { request: wantedEntry(0).id, hash: this.mistaken ?? answerHash(this.answered!.offer, known) })
  }

  private answer(url: URL, response: ServerResponse) {
    if (this.state === 'chain down') return json(response, 503, CHAIN_DOWN)
    if (url.pathname === '/v1/sessions/current') return json(response, 401, { ...CHAIN_DOWN, status: 401, title: 'Nobody is signed in.' })
    if (url.pathname === '/v1/designs/quotes' && this.dearer > 0 && !this.refused) {
      this.refused = true
      return json(response, 409, { ...CHAIN_DOWN, status: 409, title: 'The plan is dearer than it was shown.', detail: 'It locks more now.', field: 'atMost' })
    }
    const found = this.body(url)
    return found === undefined ? json(response, 404, { ...CHAIN_DOWN, status: 404, title: 'Not found.', detail: 'There is no such thing.' }) : json(response, 200, found)
  }

  private body(url: URL): unknown {
    const rows = this.state === 'empty' ? 0 : this.state === 'many' ? 10_000 : 12
    const [, , kind, id, part] = url.pathname.split('/')
    const limit = Number(url.searchParams.get('limit') ?? 20)
    const from = Number(url.searchParams.get('cursor') ?? 0)
    const page = <T>(make: (index: number) => T) => Array.from({ length: Math.max(0, Math.min(limit, rows - from)) }, (_, index) => make(from + index))
    const next = from + limit < rows ? { next: `${from + limit}` } : {}
    if (kind === this.without) return undefined
    switch (kind) {
      case 'network':
        return { ...network(this.state === 'empty'), chainId: this.chainId, endpoints: this.node === undefined ? {} : { chain: this.node } }
      case 'offers':
        return id === undefined ? { offers: page(offer), total: rows, ...next } : rows === 0 ? undefined : offer(0)
      case 'providers':
        if (id === undefined) return { providers: Array.from({ length: rows }, (_, index) => provider(index)) }
        if (part === 'ratings') return ratings(rows)
        return part === 'quality' ? quality(rows) : rows === 0 ? undefined : { ...provider(Number(id) - 1), ...past() }
      case 'certificates':
        return { certificates: [] }
      case 'criteria':
        return CRITERIA
      case 'certifiers':
        return { certifiers: rows === 0 ? [] : CERTIFIERS }
      case 'applications':
        return id === undefined ? { applications: page(application), ...next } : rows === 0 ? undefined : application(0)
      case 'evidence':
        return EVIDENCE
      case 'quote-requests':
        return id === undefined ? { requests: page(wantedEntry), ...next } : rows === 0 ? undefined : wantedEntry(0)
      case 'engagements':
        return id === undefined ? { engagements: page((index) => engagement(rows - index)), ...next } : rows === 0 ? undefined : engagement(Number(id))
      case 'slas':
        return id === undefined ? { slas: page(sla), ...next } : rows === 0 ? undefined : sla(0)
      case 'epochs':
        return rows === 0 ? { epochs: [] } : { current: rows - 1, epochs: page((index) => epoch(rows - 1 - index)), ...next }
      case 'disputes':
        return id === undefined ? { disputes: page(dispute), ...next } : rows === 0 ? undefined : dispute(0)
      case 'designs':
        return id === 'quotes' ? quotes(this.dearer) : design(rows, this.refused ? this.dearer : 0)
      default:
        return undefined
    }
  }
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

function file(path: string, response: ServerResponse) {
  const named = resolve(DIST, `.${path === '/' ? '/index.html' : path}`)
  try {
    if (!named.startsWith(DIST)) throw new Error('outside')
    const content = readFileSync(named)
    response.writeHead(200, { 'Content-Type': TYPES[extname(named)] ?? 'text/plain', 'Content-Security-Policy': POLICY }).end(content)
  } catch {
    response.writeHead(404).end()
  }
}

function network(empty: boolean) {
  return {
    chainId: 31337,
    contracts: { Orchestrator: address(1), TestDollar: address(2), Engagements: address(9) },
    schedule: { genesis: NOW - 86_400, epochSeconds: 86_400, auditWindowSeconds: 21_600, qualityWindowSeconds: 21_600, finalitySeconds: 3600, startSeconds: 3600, noticeSeconds: 604_800, offerLifeSeconds: 86_400 },
    markets: empty ? [] : [{ id: 1, token: address(2), symbol: 'tUSD', decimals: 6, feeBps: 100, oracle: address(3) }],
    endpoints: {},
    ...(empty ? {} : { indexedBlock: 123 }),
  }
}

const FIGURES = { probes: 288, uptimeBps: 9987, latencyP50: 21, latencyP95: 64, latencyP99: 120, errorBps: 3, report: word(77), transaction: word(78) }

function offer(index: number): Offer {
  return {
    hash: word(index),
    providerId: index + 1,
    ...(index % 3 === 0 ? { name: `Storehouse ${index + 1} with a rather long name` } : {}),
    class: index % 2 === 0 ? 'FAST' : 'DECENTRALIZED',
    region: 'eu-de',
    pricePerGibMonth: `${20_000 + index}`,
    egressPerGib: '9000',
    capacityBytes: `${1n << 44n}`,
    freeBytes: `${1n << 43n}`,
    expiry: NOW + 3600,
    quality: { uptimeBps: 9990, latencyMillisMax: 200, throughputKibMin: 0, errorBpsMax: 10 },
    ...(index % 2 === 0 ? { measured: { ...FIGURES, epochs: 30, newestEpoch: 400 } } : {}),
    provenEpochs: 40,
    penalties: 0,
    listed: true,
    standing: 'listed by stake',
    certified: index % 3 === 1 ? [] : ['IDENTITY', 'LOCATION'],
    bondedStake: '5000000000',
    registration: word(index),
    score: { table: 1, points: 700, of: 1000, parts: [{ criterion: 'PRICE', points: 200, of: 300, why: 'it is below the median of its class' }] },
    offer: { market: '1' },
  }
}

function provider(index: number): Provider {
  return {
    id: index + 1,
    kinds: [index === 1 ? 'MIGRATION' : 'DIRECT'],
    status: 'ACTIVE',
    owner: address(index),
    payout: address(index + 1),
    nodeKey: address(index + 2),
    endpoint: `https://node-${index + 1}.example`,
    listed: index % 4 !== 0,
    // Long over, by whatever clock the browser has.
    ...(index % 4 === 0 ? { paidUntil: 1_700_000_000 } : {}),
    certified: index % 2 === 0 ? [] : ['IDENTITY'],
    freeStake: '4000000000',
    committedStake: '1000000000',
    confirmedEpochs: 40,
    missedEpochs: 1,
    reputation: { points: 72, throughEpoch: 400 },
    offerNonce: 3,
    registeredAt: NOW - 86_400,
  }
}

function past() {
  return {
    history: [{ status: 'APPLIED', at: NOW - 86_400, transaction: word(5) }, { status: 'ACTIVE', at: NOW - 80_000, transaction: word(6) }],
    subscriptions: [{ at: NOW - 80_000, token: address(2), payer: address(4), amount: '100000000', paidUntil: NOW + 86_400, transaction: word(7) }],
    certificates: [],
  }
}

function quality(rows: number) {
  return {
    providerId: 1,
    epochs: Array.from({ length: Math.min(rows, 100) }, (_, index) => ({ ...FIGURES, epoch: 400 - index, uptimeBps: 9900 + ((index * 37) % 100) })),
    reporters: ['http://reporter.example'],
  }
}

function agreement(index: number): Agreement {
  return {
    id: `${1000 + index}`,
    slaId: word(0),
    providerId: index + 1,
    legIndex: index,
    state: 'ACTIVE',
    capacityBytes: `${1n << 33n}`,
    leaves: '40000',
    rate: `${1n << 40n}`,
    deposit: '900000000',
    paid: '120000000',
    credited: '0',
    remaining: '780000000',
    refunded: '0',
    egressEscrow: '50000000',
    egressPaid: '0',
    collateral: '90000000',
    slashed: '0',
    startEpoch: 1,
    endEpoch: 60,
    renewals: 0,
    confirmedEpochs: [1, 2, 3],
    missedEpochs: [4],
    settledAt: NOW,
    openedAt: NOW - 86_400,
  }
}

function sla(index: number): Sla {
  return {
    id: word(index),
    consumer: address(index),
    market: 1,
    state: 'RUNNING',
    deposited: '3000000000',
    reserveReleased: '0',
    openedAt: NOW,
    transaction: word(9),
    agreements: [agreement(0), agreement(1), agreement(2)],
  }
}

function epoch(number: number): Epoch {
  return {
    epoch: number,
    startsAt: NOW,
    endsAt: NOW + 86_400,
    seed: { round: '123456', value: word(3), postedAt: NOW, marked: false },
    confirmations: Array.from({ length: 4 }, (_, index) => ({ providerId: index + 1, confirmedSeconds: 86_400, transaction: word(4) })),
    root: { root: word(8), recordsHash: word(9), signers: 3, finalAt: NOW },
    misses: [],
    credits: [],
    settlements: [{ agreementId: '1000', paid: '1000000', credited: '0', settledAt: NOW }],
  }
}

function quotes(dearer: number) {
  const leg = { providerId: '1', offerHash: word(1), capacityBytes: '1', rate: '1', deposit: '9000000', egressEscrow: '0', collateral: '1' }
  const total = `${12_000_000 + dearer}`
  const sla = { consumer: address(1), market: '1', dataShards: '1', totalShards: '1', startBy: `${NOW}`, endsAt: `${NOW}`, maximumRate: '1', coolDownSeconds: '12', reserve: `${3_000_000 + dearer}`, regions: [], legs: [leg], wishesHash: word(1), salt: '1' }
  const shown = { quoteHash: word(50), sla, legs: [{ ...leg, providerId: 1, class: 'FAST', region: 'eu-de' }], token: address(2), symbol: 'tUSD', decimals: 6 }
  return { plan: 'CHEAPEST', total, quotes: [{ ...shown, total, deposit: '9000000', egressEscrow: '0', reserve: sla.reserve, feeAtMost: '0', collateral: '1', createdAt: NOW, expiresAt: NOW }] }
}

function design(rows: number, dearer = 0) {
  const legs = Array.from({ length: 3 }, (_, index) => ({ providerId: index + 1, offerHash: word(index), region: 'eu-de', pricePerGibMonth: '20000' }))
  const plan = {
    kind: 'CHEAPEST',
    redundancy: { data: 2, total: 3 },
    total: `${12_000_000 + dearer}`,
    toProviders: '9000000',
    feeAtMost: '90000',
    reserve: '3000000',
    pricePerDay: '300000',
    collateral: '9000000',
    durabilityTenthsOfNines: 68,
    availabilityPpm: 999_950,
    latencyMillis: 200,
    parts: [{ class: 'FAST', volumeBytes: `${1n << 33n}`, total: '12000000', pricePerDay: '300000', latencyMillis: 200, legs }],
  }
  return {
    feasible: rows > 0,
    symbol: 'tUSD',
    decimals: 6,
    durationSeconds: 86_400,
    plans: rows > 0 ? [plan] : [],
    relaxed: [],
    ...(rows > 0 ? {} : { summary: 'there are no live offers' }),
    together: [],
    refused: Array.from({ length: Math.min(rows, 200) }, (_, index) => ({ offerId: word(index), providerId: index, reason: 'is too dear' })),
    assumed: { legLossBpsPerYear: 500, repairSeconds: 259_200 },
  }
}

function dispute(index: number) {
  return {
    id: index + 1,
    agreementId: '1000',
    providerId: 1,
    market: 1,
    state: 'ANSWERED',
    outcome: 'NONE',
    claimant: address(1),
    defendant: address(2),
    fromEpoch: 3,
    toEpoch: 5,
    amount: '3000000',
    frozen: '2500000',
    openedAt: NOW - 3600,
    deadline: NOW + 86_400,
    silence: 'NOTHING_MOVES',
    overdue: false,
    evidence: [{ showing: 'CLAIM', by: address(1), hash: word(11), at: NOW - 3600, links: ['javascript:alert(1)', 'https://evidence.example/1'] }],
    panels: [{ round: 0, seats: [{ arbitrator: address(5) }] }],
    history: [{ state: 'OPENED', event: 'DisputeOpened', at: NOW - 3600, transaction: word(12) }],
  }
}
