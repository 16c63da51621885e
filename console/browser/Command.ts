// The command line of the program under test, for what the other side of a journey does: providers and certifiers.

import { execFile } from 'node:child_process'
import { createCipheriv, createECDH, randomBytes, randomUUID, scryptSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { keccak } from '../src/wallet/abi'
import { given } from './Chain'

const MINUTES_MOST = 3

export interface Said {
  exit: number
  out: string
  err: string
}

/** Runs `flashback` with these words, whatever it answers. */
export function said(...words: string[]): Promise<Said> {
  return new Promise((done) =>
    execFile(given('FLASHBACK_COMMAND'), words, { timeout: MINUTES_MOST * 60_000, maxBuffer: 1 << 24 }, (failure, out, err) =>
      done({ exit: failure === null ? 0 : typeof failure.code === 'number' ? failure.code : -1, out, err }),
    ),
  )
}

/** The same, which must succeed. */
export async function command(...words: string[]): Promise<string> {
  const { exit, out, err } = await said(...words)
  if (exit !== 0) throw new Error(`flashback ${words.join(' ')} ended with ${exit}:\n${out}\n${err}`)
  return out
}

export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'flashback-walk-'))
}

/** A wallet that nobody else has, in a keystore (version 3) that the program opens with the key file beside it. */
export function newWallet(into: string, name: string): { address: `0x${string}`; keystore: string } {
  const pair = createECDH('secp256k1')
  const point = pair.generateKeys()
  const address = `0x${keccak(point.subarray(1)).slice(-40)}` as const
  const secret = Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex')
  const [passphrase, salt, iv] = [randomBytes(32).toString('hex'), randomBytes(32), randomBytes(16)]
  const [n, r, p] = [4096, 8, 6]
  const derived = scryptSync(passphrase, salt, 32, { N: n, r, p, maxmem: 1 << 27 })
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()])
  const mac = keccak(Buffer.concat([derived.subarray(16), ciphertext])).slice(2)
  const kdfparams = { dklen: 32, n, r, p, salt: salt.toString('hex') }
  const crypto = { cipher: 'aes-128-ctr', cipherparams: { iv: iv.toString('hex') }, ciphertext: ciphertext.toString('hex'), kdf: 'scrypt', kdfparams, mac }
  const directory = resolve(into, name)
  mkdirSync(directory, { mode: 0o700 })
  const owner = { mode: 0o600 }
  writeFileSync(join(directory, 'key.pass'), passphrase, owner)
  writeFileSync(join(directory, 'keystore.json'), JSON.stringify({ address: address.slice(2), crypto, id: randomUUID(), version: 3 }), owner)
  return { address, keystore: join(directory, 'keystore.json') }
}

/** The options by which a command finds the chain under test, as one wallet where one is named. */
export const onChain = (keystore?: string) => ['--rpc', given('FLASHBACK_CHAIN'), '--deployment', given('FLASHBACK_DEPLOYMENT'), ...(keystore === undefined ? [] : ['--key', keystore])]
