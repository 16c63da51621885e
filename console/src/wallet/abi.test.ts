import { describe, expect, it } from 'vitest'
import { addressOf, call, words } from './abi'

describe('calls', () => {
  it('are the selector and a word for each argument', () => {
    expect(call('transfer(address,uint256)', '0x00000000000000000000000000000000000000aB', 5n)).toBe(
      `0xa9059cbb${'ab'.padStart(64, '0')}${'5'.padStart(64, '0')}`,
    )
    expect(call('decimals()')).toBe('0x313ce567')
  })

  it('take nothing that would be cut', () => {
    expect(() => call('f(uint256)', 1n << 256n)).toThrow('256 bits')
    expect(() => call('f(uint256)', -1n)).toThrow('256 bits')
  })

  it('are answered in words', () => {
    expect(words(`0x${'1'.padStart(64, '0')}${'f'.repeat(64)}`)).toEqual([1n, (1n << 256n) - 1n])
    expect(words('0x')).toEqual([])
    expect(addressOf(0xabn)).toBe(`0x${'ab'.padStart(40, '0')}`)
  })
})
