import { describe, expect, it } from 'vitest'
import { digest } from './typed'

describe('typed data', () => {
  it('has the digest of the example in EIP-712', () => {
    const types = {
      Person: [{ name: 'name', type: 'string' }, { name: 'wallet', type: 'address' }],
      Mail: [{ name: 'from', type: 'Person' }, { name: 'to', type: 'Person' }, { name: 'contents', type: 'string' }],
    }
    const domain = { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' }
    const message = {
      from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
      to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
      contents: 'Hello, Bob!',
    }

    expect(digest({ types, primaryType: 'Mail', domain, message })).toBe('0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
  })

  it('is refused where a field is missing or of a type that is not known', () => {
    const domain = { name: 'x', chainId: 1, verifyingContract: '0x01' }

    expect(() => digest({ types: { A: [{ name: 'a', type: 'uint256' }] }, primaryType: 'A', domain, message: {} })).toThrow('A lacks a')
    expect(() => digest({ types: { A: [{ name: 'a', type: 'fixed8' }] }, primaryType: 'A', domain, message: { a: 1 } })).toThrow('fixed8')
  })
})
