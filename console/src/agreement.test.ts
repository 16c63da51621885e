import { describe, expect, it } from 'vitest'
import { mandate, mandateData, perSecondMicro, rateChangeData, rateOf, topUp, unproven } from './agreement'
import type { Agreement, Network, Schedule } from './api'
import { perDay } from './format'
import { digest } from './wallet/typed'

const AGREEMENT = { id: '5534', rate: '56592077642', startEpoch: 3, endEpoch: 9, confirmedEpochs: [3, 4], missedEpochs: [5] } as unknown as Agreement
const SCHEDULE = { genesis: 1000, epochSeconds: 10 } as unknown as Schedule
const NETWORK = { chainId: 31337, contracts: { Orchestrator: '0x471C21C92F21a3d6B29bfA716156C03136b155c0' } } as unknown as Network

describe('an agreement', () => {
  it('owes an answer for epochs that are over and neither proven nor missed', () => {
    expect(unproven(AGREEMENT, SCHEDULE, 1065)).toEqual([])
    expect(unproven(AGREEMENT, SCHEDULE, 1070)).toEqual([6])
    expect(unproven(AGREEMENT, SCHEDULE, 9999)).toEqual([6, 7, 8])
    expect(unproven({ ...AGREEMENT, confirmedEpochs: [], missedEpochs: [] }, SCHEDULE, 1050)).toEqual([3, 4])
    const { startEpoch: _, ...waiting } = AGREEMENT
    expect(unproven(waiting as Agreement, SCHEDULE, 9999)).toEqual([])
  })

  it('pays by the second, shown to a millionth of a unit', () => {
    expect(perSecondMicro((1n << 32n).toString())).toBe(1_000_000n)
    expect(perSecondMicro(AGREEMENT.rate)).toBe(13_176_369n)
  })

  it('gets more money by a call of three words', () => {
    expect(topUp('5534', 7n)).toMatch(/^0x[0-9a-f]{8}0{60}159e0{63}70{64}$/)
  })

  it('may be extended under bounds that the wallet signs, under the terms of the file that the provider reads', () => {
    const bounds = mandate(AGREEMENT, '0x00000000000000000000000000000000000000aa', 40, 1_000_000n, 2n)

    expect(bounds).toMatchObject({ agreement: '5534', maximumRate: '56592077642', latestEnd: '40', budget: '1000000', consumerNonce: '2' })
    expect(digest(mandateData(bounds, NETWORK))).not.toBe(digest(mandateData({ ...bounds, budget: '1000001' }, NETWORK)))
  })

  it('changes its rate by what both sides sign: agreement, rate, epoch and number, nothing else', () => {
    const change = { agreement: '5534', rate: `${rateOf(1_000_000n)}`, fromEpoch: '7', number: '1' }

    expect(change.rate).toBe('49710269629')
    expect(perDay(change.rate)).toBe(999_999n)
    expect(digest(rateChangeData(change, NETWORK))).not.toBe(digest(rateChangeData({ ...change, fromEpoch: '8' }, NETWORK)))
    expect(Object.keys(rateChangeData(change, NETWORK).message)).toEqual(['agreementId', 'rate', 'fromEpoch', 'number'])
  })
})
