import { describe, expect, it } from 'vitest'
import type { Network } from './api'
import { locks, payment, requireShown, slaHash, type QuotedTerms, type SlaTerms } from './opening'

const CONSUMER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const TOKEN = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const NETWORK = {
  chainId: 31337,
  contracts: { Orchestrator: '0x471C21C92F21a3d6B29bfA716156C03136b155c0' },
  markets: [{ id: 1, token: TOKEN, symbol: 'tUSD', decimals: 6, feeBps: 200, oracle: TOKEN }],
} as unknown as Network

const SLA: SlaTerms = {
  consumer: CONSUMER,
  market: '1',
  dataShards: '1',
  totalShards: '1',
  startBy: '1795440983',
  endsAt: '1795455336',
  maximumRate: '122026667415',
  coolDownSeconds: '20',
  reserve: '136442',
  regions: [`0x${'65752d6e6c'.padEnd(64, '0')}`],
  legs: [
    {
      providerId: '3',
      offerHash: '0x49e08a3104f9d6b07ccef791b60282e4e0d8e5de05c489c8b0c09d58b2b88508',
      capacityBytes: '537919488',
      rate: '56592077642',
      deposit: '189832',
      egressEscrow: '20010',
      collateral: '7905',
    },
  ],
  wishesHash: '0x377786464c71c49f15b4ecab54e468510c5dbe986304b35d79ecf462eaf695d1',
  salt: '46051945096045389271007746423847064640682752943058477091345942677704721542784',
}

function quoted(sla: SlaTerms = SLA): QuotedTerms {
  const domain = { name: 'Test Dollar', version: '1', chainId: 31337, verifyingContract: TOKEN }
  return {
    quoteHash: slaHash(sla, NETWORK),
    sla,
    token: TOKEN,
    total: locks(sla).toString(),
    authorization: { types: {}, primaryType: 'ReceiveWithAuthorization', domain, message: {} },
  } as unknown as QuotedTerms
}

describe('what is signed', () => {
  it('is the payment of exactly these terms to the Orchestrator, until they must have started', () => {
    const quote = quoted()

    expect(payment(quote, CONSUMER, NETWORK).message).toEqual({
      from: CONSUMER,
      to: NETWORK.contracts['Orchestrator'],
      value: '346284',
      validAfter: '0',
      validBefore: '1795440983',
      nonce: quote.quoteHash,
    })
  })

  it.each<[string, (quote: QuotedTerms) => QuotedTerms]>([
    ['terms', (quote) => ({ ...quote, sla: { ...SLA, reserve: '136443' } })],
    ['terms', (quote) => ({ ...quote, sla: { ...SLA, legs: [{ ...SLA.legs[0]!, rate: '1' }] } })],
    ['total', (quote) => ({ ...quote, total: '346283' })],
    ['consumer', () => quoted({ ...SLA, consumer: TOKEN })],
    ['token', (quote) => ({ ...quote, token: CONSUMER })],
    ['token that is signed for', (quote) => redomained(quote, { verifyingContract: CONSUMER })],
    ['chain that is signed for', (quote) => redomained(quote, { chainId: 1 })],
  ])('is nothing where the %s was tampered with', (what, tamper) => {
    expect(() => payment(tamper(quoted()), CONSUMER, NETWORK)).toThrow(`The quote's ${what} is not what this page computed`)
  })

  it('is nothing where the quotes together lock more than was shown', () => {
    const plan = { plan: 'CHEAPEST', total: '346284', quotes: [quoted(), quoted()] }

    expect(() => requireShown(plan, '692567')).toThrow('692568 units')
    expect(() => requireShown(plan, '692568')).not.toThrow()
  })
})

function redomained(quote: QuotedTerms, other: object): QuotedTerms {
  return { ...quote, authorization: { ...quote.authorization, domain: { ...quote.authorization.domain, ...other } } }
}
