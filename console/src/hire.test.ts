import { describe, expect, it } from 'vitest'
import { caseOf, compare, hireData, openedId, price, readManifest, readOffer } from './hire'
import { keccak, words } from './wallet/abi'

const OFFER = {
  consumer: '0x00000000000000000000000000000000000000AA',
  provider: '7',
  kind: '8',
  market: '1',
  milestones: [
    { amount: '5000000', deliverBy: '1900000000', acceptSeconds: '3600' },
    { amount: '7000000', deliverBy: '1900100000', acceptSeconds: '7200' },
  ],
  statementHash: `0x${'dd'.repeat(32)}`,
  salt: `0x${'9'.padStart(64, '0')}`,
  expiry: '1800000000',
  nonce: '3',
  signature: `0x${'ab'.repeat(65)}`,
}
const text = (changed: object) => JSON.stringify({ ...OFFER, ...changed })

describe('the offer of a service', () => {
  it('is read from its file, and its milestones are locked together', () => {
    expect(price(readOffer(text({})))).toBe(12_000_000n)
  })

  it.each([
    ['no JSON', 'offer'],
    ['null', 'null'],
    ['a list', '[]'],
    ['without milestones', text({ milestones: [] })],
    ['with seventeen milestones', text({ milestones: new Array(17).fill(OFFER.milestones[0]) })],
    ['with an amount below nothing', text({ milestones: [{ ...OFFER.milestones[0], amount: '-1' }] })],
    ['with half a signature', text({ signature: '0xabab' })],
    ['for a name instead of an address', text({ consumer: 'alice' })],
    ['too long', text({ salt: ' '.repeat(70_000) })],
  ])('is refused with what is wrong when it is %s', (_, file) => {
    expect(() => readOffer(file)).toThrow(/^This is no offer of a service: .* Choose the file/)
  })

  it('goes to the contract as the ABI lays out a struct with a list, then one with bytes', () => {
    const data = hireData(readOffer(text({})))
    const all = words(`0x${data.slice(10)}`)
    const [terms, signed] = [2, Number(all[1]) / 32]
    expect(all[0]).toBe(64n)
    expect(all.slice(terms, terms + 4)).toEqual([0xaan, 7n, 8n, 1n])
    const list = terms + Number(all[terms + 4]) / 32
    expect(all[terms + 6]).toBe(9n)
    expect(all.slice(list, list + 7)).toEqual([2n, 5_000_000n, 1_900_000_000n, 3_600n, 7_000_000n, 1_900_100_000n, 7_200n])
    expect(signed).toBe(list + 7)
    expect(all.slice(signed, signed + 4)).toEqual([1_800_000_000n, 3n, 96n, 65n])
    expect(data.slice(10 + 64 * (signed + 4))).toBe('ab'.repeat(65) + '0'.repeat(62))
  })

  it('opens the engagement that the contract tells, not another contract', () => {
    const topic = keccak(new TextEncoder().encode('EngagementOpened(uint64,address,uint64,uint8,uint16,uint256,bytes32,bytes32)'))
    const logs = [{ address: '0xbb', topics: [topic, `0x${'1'.padStart(64, '0')}`] }, { address: '0xAA', topics: [topic, `0x${'5'.padStart(64, '0')}`] }]
    expect(openedId({ logs }, '0xaa')).toBe(5)
    expect(caseOf(5, 2)).toBe(0x502n)
  })
})

describe('a manifest of checksums', () => {
  const sum = (digit: string) => digit.repeat(64)
  const manifest = (document: string, sums: Record<string, string>) =>
    readManifest(JSON.stringify({ document, bucket: 'b', from: 'x', to: 'y', objects: Object.entries(sums).map(([key, sha256]) => ({ key, size: 3, sha256 })) }))!
  const asked = manifest('flashback-migration-statement-1', { a: sum('1'), b: sum('2'), c: sum('3') })

  it('is held against what was asked for, object by object, what differs first', () => {
    const rows = compare(asked, manifest('flashback-migration-delivery-1', { a: sum('1'), b: sum('9'), d: sum('4') }))
    expect(rows.map(({ key, same }) => `${key} ${same}`)).toEqual(['b false', 'c false', 'd false', 'a true'])
    expect(rows.find((one) => one.key === 'c')).toMatchObject({ delivered: undefined, asked: sum('3') })
  })

  it('is none where it is something else', () => {
    for (const other of ['', 'null', '{}', JSON.stringify({ document: 'flashback-migration-delivery-1', objects: [{ key: 'a', size: 1.5, sha256: sum('1') }] })]) {
      expect(readManifest(other)).toBeUndefined()
    }
  })
})
