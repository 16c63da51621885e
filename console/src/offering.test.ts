import { describe, expect, it } from 'vitest'
import type { Network } from './api'
import { answerHash, answerTerms, serviceData, serviceTerms, USUAL_ANSWER, USUAL_MILESTONE } from './offering'
import { digest } from './wallet/typed'
import type { WantedEntry } from './wanted'

const CONTRACT = '0x00000000000000000000000000000000000000cc'
const NETWORK = { chainId: 31_337, contracts: { Orchestrator: CONTRACT, Engagements: CONTRACT }, markets: [] } as unknown as Network
const NOW = 1_700_000_000
const STANDING = { provider: 7n, reserved: 1000n, nonce: 2n, life: 3600n, epochSeconds: 30n }
const ENTRY: WantedEntry = {
  id: '0x01',
  legBytes: '4194304',
  placedAt: NOW,
  answers: 0,
  request: {
    expiresAt: NOW + 3600,
    salt: '0x02',
    wishes: { consumer: CONTRACT, volumeBytes: '8388608', durationSeconds: 86_400, redundancy: { data: 2, total: 3 }, regions: ['eu-de', 'eu-fr'], class: 'FAST', egressBytes: '0', budget: '1' },
  },
}
const ANSWER = { ...USUAL_ANSWER, price: '0.004', region: 'eu-de' }

describe('an answer to a request', () => {
  const answer = (changed: object, entry = ENTRY) => answerTerms(entry, { ...ANSWER, ...changed }, STANDING, 6, 9n, NOW)

  it('is the offer that the platform and the contract know by the same hash', () => {
    // Computed by OfferTerms of the Java client.
    expect(answer({})['ratePerGib']).toBe('6537241')
    expect(answerHash(answer({}), NETWORK)).toBe('0x943bc151873a9488d267674671d4687f20cfdeb637963f971b1f7bd246aa51cc')
  })

  it('promises the bytes of one leg beside what is reserved, in the class that was asked for', () => {
    const archive = { ...ENTRY, request: { ...ENTRY.request, wishes: { ...ENTRY.request.wishes, class: 'ARCHIVE', market: 3 } } }
    expect(answer({}, archive)).toMatchObject({ capacityBytes: '4195304', offerClass: '2', market: '3' })
  })

  it.each([
    ['no price', { price: '' }, 'Write the price of a GiB and month'],
    ['a price below nothing', { price: '-1' }, 'Write the price of a GiB and month'],
    ['a price of nothing', { price: '0' }, 'Write a price above nothing'],
    ['a price finer than the token', { price: '0.0000001' }, 'at most 6 decimals'],
    ['a price of reads with a unit', { egress: '1 GB' }, 'Write the price of a GiB read'],
    ['no region', { region: ' ' }, 'Write the region'],
    ['another region than was asked for', { region: 'us-ny' }, 'wants the bytes in eu-de, eu-fr'],
    ['collateral for no number of days', { collateralDays: 'a month' }, 'Write for how many days'],
  ])('with %s is refused with what to write', (_, changed, why) => {
    expect(() => answer(changed)).toThrow(why)
  })

  it('comes too late once the request is over', () => {
    expect(() => answer({}, { ...ENTRY, request: { ...ENTRY.request, expiresAt: NOW } })).toThrow('The time to answer this request is over')
  })
})

describe('the offer of a service', () => {
  const offerer = { provider: 7n, kinds: 8n, nonce: 3n, lookLeast: 3600n, lookMost: 864_000n }
  const usual = { consumer: '0x00000000000000000000000000000000000000aa', kind: '8', milestones: [{ ...USUAL_MILESTONE, amount: '5' }], valid: '3 d' }
  const work = `0x${'dd'.repeat(32)}`
  const salt = `0x${'9'.padStart(64, '0')}` as const
  const offer = (changed: object, statement: string | undefined = work) => serviceTerms({ ...usual, ...changed }, statement, offerer, 6, salt, NOW)
  const stage = (changed: object) => ({ milestones: [{ ...usual.milestones[0], ...changed }] })

  it('has the digest that the contract recovers the provider from', () => {
    // Computed by EngagementTerms of the Java client.
    expect(digest(serviceData(offer({}), NETWORK))).toBe('0x0ef296d44a8bf19208a56045e2f7be19442345141dfc6c5308d97f5551ff6268')
  })

  it.each([
    ['for nobody', { consumer: 'alice' }, 'Write the address of the consumer'],
    ['of a kind that the register does not have', { kind: '32' }, 'Choose another kind'],
    ['that pays nothing', stage({ amount: '0' }), 'Milestone 0 pays nothing'],
    ['with a time without its unit', stage({ within: '10' }), 'with its unit (d, h, min or s), such as 3 d'],
    ['with a price in words', stage({ amount: 'five' }), 'Write what milestone 0 pays'],
    ['delivered never', stage({ within: '0 d' }), 'within what time milestone 0 is delivered'],
    ['that nobody can look at in time', stage({ look: '15 min' }), '1 h to 10 d to look at milestone 0, not 15 min'],
    ['whose second milestone is due before the first', { milestones: [usual.milestones[0], { ...usual.milestones[0], within: '9 d 23 h' }] }, 'Milestone 1 would be due before'],
    ['that stands for no time', { valid: '' }, 'how long the offer stands'],
  ])('%s is refused before anything is signed', (_, changed, why) => {
    expect(() => offer(changed)).toThrow(why)
  })

  it('is about a document', () => {
    expect(() => serviceTerms(usual, undefined, offerer, 6, salt, NOW)).toThrow('Choose the statement of work first')
  })
})
