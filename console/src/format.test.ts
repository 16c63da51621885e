import { describe, expect, it } from 'vitest'
import { amount, bytes, duration, earned, perDay, percent, ranges, short, time } from './format'

describe('amounts', () => {
  it('show every decimal of the token', () => {
    expect(amount('12500000', 6)).toBe('12.500000')
    expect(amount('1', 6)).toBe('0.000001')
    expect(amount('0', 6)).toBe('0.000000')
  })

  it('part thousands and stay exact beyond 2^53', () => {
    expect(amount('9007199254740993000001', 6)).toBe('9\u202f007\u202f199\u202f254\u202f740\u202f993.000001')
  })

  it('are whole for tokens without decimals', () => {
    expect(amount('1500', 0)).toBe('1\u202f500')
  })
})

describe('bytes', () => {
  it('are in the largest unit that leaves a whole, rounded down', () => {
    expect(bytes('0')).toBe('0 B')
    expect(bytes('1023')).toBe('1023 B')
    expect(bytes('1536')).toBe('1.50 KiB')
    expect(bytes((1n << 40n) - 1n)).toBe('1023.99 GiB')
    expect(bytes(1n << 63n)).toBe('8.00 EiB')
  })
})

describe('times', () => {
  it('are written largest part first', () => {
    expect(time(0)).toMatch(/^19(69-12-31|70-01-01) \d\d:\d\d:00$/)
  })

  it('last in their two largest units', () => {
    expect(duration(0)).toBe('0 s')
    expect(duration(90)).toBe('1 min 30 s')
    expect(duration(3600)).toBe('1 h')
    expect(duration(100_800)).toBe('1 d 4 h')
  })
})

describe('names and shares', () => {
  it('shorten hashes in the middle', () => {
    expect(short('0x1234567890abcdef1234')).toBe('0x123456…1234')
    expect(short('0x12')).toBe('0x12')
  })

  it('write basis points as per cent', () => {
    expect(percent(9995)).toBe('99.95 %')
    expect(percent(5)).toBe('0.05 %')
  })

  it('join epochs to ranges', () => {
    expect(ranges([9, 3, 4, 5])).toBe('3–5, 9')
    expect(ranges([])).toBe('none')
  })
})

describe('what a rate pays in a day', () => {
  it('takes 32 binary places off', () => {
    expect(perDay((2n << 32n).toString())).toBe(172_800n)
    expect(perDay('1')).toBe(0n)
  })
})

describe('what an agreement has earned', () => {
  const schedule = { genesis: 1_000, epochSeconds: 30 }
  const stream = {
    state: 'ACTIVE',
    rate: (2n << 32n).toString(),
    deposit: '1000',
    paid: '0',
    credited: '0',
    startEpoch: 1,
    endEpoch: 11,
    missedEpochs: [] as number[],
  }

  it('grows with each second from the first epoch that pays', () => {
    expect(earned(stream, schedule, 1_030)).toBe(0n)
    expect(earned(stream, schedule, 1_040)).toBe(20n)
    expect(earned(stream, schedule, 1_040.5)).toBe(21n)
  })

  it('stops at the end, and at what is locked', () => {
    expect(earned(stream, schedule, 9_999)).toBe(600n)
    expect(earned({ ...stream, deposit: '500' }, schedule, 9_999)).toBe(500n)
  })

  it('leaves out missed epochs and what is held back', () => {
    expect(earned({ ...stream, missedEpochs: [2], credited: '5' }, schedule, 1_090)).toBe(55n)
  })

  it('is never below what is paid, and is just that before and after the stream', () => {
    expect(earned({ ...stream, paid: '30' }, schedule, 1_031)).toBe(30n)
    expect(earned({ ...stream, state: 'CLOSED', paid: '30' }, schedule, 1_200)).toBe(30n)
    expect(earned({ ...stream, state: 'OPEN', startEpoch: undefined as never }, schedule, 1_200)).toBe(0n)
  })
})
