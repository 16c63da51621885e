// Calls of contracts whose arguments are all of fixed size: selector and words, nothing else.

import { keccak_256 } from '@noble/hashes/sha3.js'

export type Word = bigint | number | `0x${string}`

export function keccak(bytes: Uint8Array): `0x${string}` {
  return hex(keccak_256(bytes))
}

export function hex(bytes: Uint8Array): `0x${string}` {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export function bytesOf(text: string): Uint8Array {
  if (!/^0x([0-9a-f]{2})*$/i.test(text)) throw new Error(`'${text.slice(0, 80)}' is not hexadecimal`)
  return Uint8Array.from(text.slice(2).match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** 32 bytes without 0x: numbers and addresses to the right. */
export function word(value: Word): string {
  const number = BigInt(value)
  if (number < 0n || number >> 256n > 0n) throw new Error(`${value} does not fit into 256 bits`)
  return number.toString(16).padStart(64, '0')
}

/** The data of a call. @param signature such as `transfer(address,uint256)` */
export function call(signature: string, ...values: Word[]): `0x${string}` {
  const selector = keccak(new TextEncoder().encode(signature)).slice(0, 10)
  return `${selector}${values.map(word).join('')}` as `0x${string}`
}

/** The words of an answer. */
export function words(data: string): bigint[] {
  return (data.slice(2).match(/.{64}/g) ?? []).map((one) => BigInt(`0x${one}`))
}

/** The word as an address. */
export function addressOf(value: bigint): `0x${string}` {
  return `0x${value.toString(16).padStart(40, '0')}`
}
