import { describe, expect, it } from 'vitest'
import { engagement, nextStep, stagesOf, stateOf } from './engagement'

const HEAD = [0xabn, 0xccn, 7n, 8n, 1n, 1n, 2n, 1n, 0n, 1n, 0n, 5_000_000n]
const stage = (state: bigint, since = 0n) => [5_000_000n, 2000n, 300n, state, since, 0xddn, 0n, 4n]
const time = (second: number) => `second ${second}`

describe('an engagement', () => {
  it('is read from the words of the contract', () => {
    const one = engagement(3, HEAD, [stage(2n), stage(0n)])
    expect(stagesOf(HEAD)).toBe(2)
    expect(one).toMatchObject({ id: 3, providerId: 7, kind: 'migration', market: 1, state: 'RUNNING', next: 1, rated: false, consumerWishesCancel: true, paid: 5_000_000n })
    expect(one.consumer.toLowerCase()).toBe(`0x${'cc'.padStart(40, '0')}`)
    expect(one.milestones.map(({ state }) => state)).toEqual(['ACCEPTED', 'FUNDED'])
    expect(one.milestones[0]!.deliveryHash).toBe(`0x${'dd'.padStart(64, '0')}`)
  })

  it.each([
    ['delivers', [stage(2n), stage(0n)], 2000, 'The provider delivers milestone 1 until second 2000.'],
    ['is late', [stage(2n), stage(0n)], 2001, 'Milestone 1 was not delivered in time'],
    ['is delivered', [stage(1n, 1000n), stage(0n)], 1300, 'The consumer accepts or disputes milestone 0 until second 1300'],
    ['is left to silence', [stage(1n, 1000n), stage(0n)], 1301, 'anybody may settle it, and it is paid'],
    ['is disputed', [stage(3n, 1000n), stage(0n)], 1301, 'dispute 4'],
    ['is over', [stage(2n), stage(4n)], 1301, 'Nothing is open; its consumer may rate it.'],
  ])('says what comes next when it %s', (_, stages, now, said) => {
    expect(nextStep(engagement(3, HEAD, stages), now, time)).toContain(said)
  })

  it('is completed when the last of its milestones is over, and nothing more follows once it is rated', () => {
    expect(stateOf(engagement(3, HEAD, [stage(2n), stage(4n)]))).toBe('COMPLETED')
    expect(stateOf(engagement(3, HEAD, [stage(2n), stage(3n)]))).toBe('RUNNING')
    const rated = HEAD.with(8, 1n)
    expect(nextStep(engagement(3, rated, [stage(2n), stage(4n)]), 1301, time)).toBe('Nothing more follows.')
  })
})
