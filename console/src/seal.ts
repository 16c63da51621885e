// Sealing documents for a certifier (decision 52): HPKE in base mode (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
// X25519 and AES are the browser's; nothing of a document leaves this page in clear.

import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'

const utf8 = (text: string) => new TextEncoder().encode(text)

const HASH_BYTES = 32
const KEM = suite('KEM', 0x0020)
const HPKE = suite('HPKE', 0x0020, 0x0001, 0x0002)
const NOTHING = new Uint8Array()

function suite(name: string, ...ids: number[]): Uint8Array {
  return joined(utf8(name), ...ids.map((id) => Uint8Array.of(id >> 8, id & 0xff)))
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function labelled(suiteId: Uint8Array, salt: Uint8Array, label: string, secret: Uint8Array): Uint8Array {
  return extract(sha256, joined(utf8('HPKE-v1'), suiteId, utf8(label), secret), salt)
}

function expanded(suiteId: Uint8Array, key: Uint8Array, label: string, info: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const length = Uint8Array.of(bytes >> 8, bytes & 0xff)
  return Uint8Array.from(expand(sha256, key, joined(length, utf8('HPKE-v1'), suiteId, utf8(label), info), bytes))
}

/** A pair of keys that seals one box and is forgotten. */
export interface Once {
  publicKey: CryptoKey
  privateKey: CryptoKey
}

export async function once(): Promise<Once> {
  return (await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits'])) as CryptoKeyPair
}

/**
 * The box: encapsulated key, ciphertext, tag.
 *
 * @param purpose of such boxes (HPKE's info)
 * @param bound what the box belongs to (HPKE's associated data)
 * @throws Error where the browser or the key does not let anything be sealed
 */
export async function seal(publicKey: Uint8Array, purpose: Uint8Array, bound: Uint8Array, content: Uint8Array, pair?: Once): Promise<Uint8Array<ArrayBuffer>> {
  // Browsers have these for pages that came by TLS, or from this machine.
  if (globalThis.crypto?.subtle === undefined) throw new Error('This browser seals nothing on a page that came without TLS. Open the console by https, or use “flashback provider apply”.')
  const own = pair ?? (await once())
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const theirs = await crypto.subtle.importKey('raw', Uint8Array.from(publicKey), { name: 'X25519' }, false, [])
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, own.privateKey, HASH_BYTES * 8))
  const shared = expanded(KEM, labelled(KEM, NOTHING, 'eae_prk', agreed), 'shared_secret', joined(encapsulated, publicKey), HASH_BYTES)
  const context = joined(Uint8Array.of(0), labelled(HPKE, NOTHING, 'psk_id_hash', NOTHING), labelled(HPKE, NOTHING, 'info_hash', purpose))
  const secret = labelled(HPKE, shared, 'secret', NOTHING)
  const key = await crypto.subtle.importKey('raw', expanded(HPKE, secret, 'key', context, 32), 'AES-GCM', false, ['encrypt'])
  const iv = expanded(HPKE, secret, 'base_nonce', context, 12)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: Uint8Array.from(bound) }, key, Uint8Array.from(content))
  return joined(encapsulated, new Uint8Array(sealed))
}
