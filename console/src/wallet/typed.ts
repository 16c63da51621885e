// Typed data of EIP-712: its digest, so that this page believes no hash that it was told.

import { bytesOf, keccak, word } from './abi'

export type Types = Record<string, { name: string; type: string }[]>
export type Value = string | number | boolean | Value[] | { [name: string]: Value }
export type Message = { [name: string]: Value }

export interface Domain {
  name: string
  version?: string
  chainId: number
  verifyingContract: string
}

export interface TypedData {
  types: Types
  primaryType: string
  domain: Domain
  message: Message
}

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

/** The type of a domain: the fields that it has, in the order of EIP-712. */
export function domainType(domain: Domain): Types[string] {
  return DOMAIN_FIELDS.filter((field) => field.name in domain)
}

export function digest(data: TypedData): `0x${string}` {
  const types = { ...data.types, EIP712Domain: domainType(data.domain) }
  const domain = hashStruct('EIP712Domain', data.domain as unknown as Message, types)
  return keccak(bytesOf(`0x1901${domain}${hashStruct(data.primaryType, data.message, types)}`))
}

/** 32 bytes without 0x, as all below. */
function hashStruct(name: string, value: Message, types: Types): string {
  const encoded = (types[name] ?? []).map((field) => {
    const one = value[field.name]
    if (one === undefined) throw new Error(`${name} lacks ${field.name}`)
    return encode(field.type, one, types)
  })
  return bare(keccak(bytesOf(`0x${text(encodeType(name, types))}${encoded.join('')}`)))
}

/** `Mail(Person from)Person(string name)`: the type, then those it is made of, by name. */
function encodeType(name: string, types: Types): string {
  const parts = new Set<string>()
  const gather = (one: string) => {
    for (const field of types[one] ?? []) {
      const base = field.type.replace(/\[\]$/, '')
      if (base in types && !parts.has(base)) {
        parts.add(base)
        gather(base)
      }
    }
  }
  gather(name)
  parts.delete(name)
  return [name, ...[...parts].sort()].map((one) => `${one}(${(types[one] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`).join('')
}

function encode(type: string, value: Value, types: Types): string {
  if (type.endsWith('[]')) {
    const base = type.slice(0, -2)
    return bare(keccak(bytesOf(`0x${(value as Value[]).map((one) => encode(base, one, types)).join('')}`)))
  }
  if (type in types) return hashStruct(type, value as Message, types)
  if (type === 'string') return bare(keccak(new TextEncoder().encode(String(value))))
  if (type === 'bytes') return bare(keccak(bytesOf(String(value))))
  if (type === 'bool') return word(value === true ? 1n : 0n)
  if (/^(uint\d+|address|bytes32)$/.test(type)) return word(BigInt(String(value)))
  throw new Error(`no values of type ${type} are signed here`)
}

/** The keccak-256 of a type's text. */
function text(type: string): string {
  return bare(keccak(new TextEncoder().encode(type)))
}

function bare(hex: string): string {
  return hex.slice(2)
}
