import { describe, expect, it } from 'vitest'
import { canonical, checksummed, message, requestId, type WantedQuotes } from './wanted'

const REQUEST: WantedQuotes = {
  wishes: {
    consumer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    volumeBytes: '1073741824',
    durationSeconds: 86_400,
    redundancy: { total: 3, data: 2 },
    regions: ['eu-de'],
    class: 'FAST',
    egressBytes: '0',
    budget: '5000000',
  },
  expiresAt: 1_800_000_000,
  salt: `0x${'11'.repeat(32)}`,
}

describe('a request for quotes', () => {
  it('has one text, however its members are ordered', () => {
    expect(canonical({ b: [1, { d: 'x', c: true }], a: '"' })).toBe('{"a":"\\"","b":[1,{"c":true,"d":"x"}]}')
    const other = { salt: REQUEST.salt, expiresAt: REQUEST.expiresAt, wishes: { ...REQUEST.wishes, redundancy: { data: 2, total: 3 } } }
    expect(requestId(other)).toBe(requestId(REQUEST))
    expect(requestId({ ...REQUEST, expiresAt: REQUEST.expiresAt + 1 })).not.toBe(requestId(REQUEST))
  })

  it('is signed for one chain, by its hash', () => {
    expect(message(REQUEST, 31_337)).toBe(`Flashback request for quotes\nchain 31337\nrequest ${requestId(REQUEST)}`)
  })

  it.each(['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'])('names addresses as EIP-55 writes them: %s', (address) => {
    expect(checksummed(address.toLowerCase())).toBe(address)
  })
})
