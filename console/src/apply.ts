// Applying for certificates (decision 52): documents are sealed here for one certifier, named in a manifest that the owner signs.

import { sha256 } from '@noble/hashes/sha2.js'
import { session, signIn } from './account'
import { write, type Network } from './api'
import type { Application, Criteria } from './pages/Certification'
import { seal } from './seal'
import { bytesOf, call, hex, keccak, word, type Word } from './wallet/abi'
import { sentence } from './wallet/eip1193'
import { Refused, view } from './wallet/send'
import type { Connected } from './wallet/useWallet'
import { canonical, checksummed } from './wanted'

export interface Certifier {
  wallet: string
  scopes: string[]
  sealingKey: string
  signature: string
  setAt: number
}

/** A document that is handed in. @param day its last day, or empty where it does not expire */
export interface Handed {
  kind: string
  name: string
  content: Uint8Array
  day: string
}

/** What a manifest says: its canonical text has the hash that is signed, and that is the application's id. */
export interface Manifest {
  providerId: number
  certifier: string
  sealingKey: string
  criteria: string
  scopes: string[]
  documents: { kind: string; sha256: string; bytes: number; validUntil?: number }[]
  madeAt: number
}

/** The Registry's bits. */
export const SCOPES: Record<string, number> = { IDENTITY: 1, LEGAL_DOCUMENTS: 2, LOCATION: 4, MEASURED_QUALITY: 8 }
const PURPOSE = 'flashback application document 1'
const DOCUMENT_BYTES_MAX = (2 << 20) - 48 - 256
const NAME_BYTES_MAX = 200
/** ecrecover, on every chain. */
const RECOVER = `0x${'1'.padStart(40, '0')}`

const utf8 = (text: string) => new TextEncoder().encode(text)

export const manifestId = (manifest: Manifest) => keccak(utf8(canonical(manifest)))

/** What the owner signs (EIP-191). */
export const manifestMessage = (manifest: Manifest, chainId: number) =>
  `Flashback application\nchain ${chainId}\nprovider ${manifest.providerId}\nmanifest ${manifestId(manifest)}`

/** Which documents a member of this sort hands in for these certificates. */
export function needed(criteria: Criteria, scopes: string[], sort: 'STORAGE' | 'SERVICE'): string[] {
  return [...new Set(criteria.documents.filter((one) => scopes.includes(one.scope) && one.of.includes(sort)).map((one) => one.kind))]
}

/** Name and content as they are sealed: two bytes with the name's length, the name, the content. */
function envelope({ name, content }: Handed): Uint8Array {
  const title = utf8(name)
  if (title.length > NAME_BYTES_MAX) throw new Refused(`The file name ${name} is longer than ${NAME_BYTES_MAX} bytes. Give the document a shorter one.`)
  if (content.length === 0 || content.length > DOCUMENT_BYTES_MAX) throw new Refused(`${name} has ${content.length} bytes; a document may have 1 to ${DOCUMENT_BYTES_MAX}. Scan it at a lower resolution, or split it.`)
  const whole = new Uint8Array(2 + title.length + content.length)
  whole.set([title.length >> 8, title.length & 0xff])
  whole.set(title, 2)
  whole.set(content, 2 + title.length)
  return whole
}

/** The first second after a day, UTC. */
function after(day: string): number | undefined {
  if (day === '') return undefined
  const end = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(end)) throw new Refused(`“${day}” is no day. Choose the last day of the document, or none where it does not expire.`)
  return end / 1000 + 86_400
}

/** Seals the documents; nothing is sent. */
export async function sealed(providerId: number, certifier: Certifier, criteria: string, scopes: string[], handed: Handed[], now: number): Promise<{ manifest: Manifest; boxes: Uint8Array[] }> {
  const boxes: Uint8Array[] = []
  const documents: Manifest['documents'] = []
  for (const one of handed) {
    const box = await seal(bytesOf(certifier.sealingKey), utf8(PURPOSE), utf8(`provider ${providerId} ${one.kind}`), envelope(one))
    const validUntil = after(one.day)
    boxes.push(box)
    documents.push({ kind: one.kind, sha256: hex(sha256(box)), bytes: box.length, ...(validUntil === undefined ? {} : { validUntil }) })
  }
  const manifest = { providerId, certifier: checksummed(certifier.wallet), sealingKey: certifier.sealingKey, criteria, scopes, documents, madeAt: Math.floor(now) }
  return { manifest, boxes }
}

/** Believes a certifier for its wallet's signature and the register alone, not for the platform's word. */
export async function requireCertifier(signer: Connected, network: Network, certifier: Certifier, scopes: string[]): Promise<void> {
  const text = `Flashback certifier\nchain ${network.chainId}\ncertifier ${checksummed(certifier.wallet)}\nsealing key ${certifier.sealingKey}`
  const digest = keccak(utf8(`\x19Ethereum Signed Message:\n${utf8(text).length}${text}`))
  const [r, s, v] = [certifier.signature.slice(2, 66), certifier.signature.slice(66, 130), certifier.signature.slice(130)]
  const [by] = await view(signer, RECOVER, `0x${digest.slice(2)}${v.padStart(64, '0')}${r}${s}`)
  const [may] = await view(signer, network.contracts['Registry'] ?? '', call('certifierScopesOf(address)', certifier.wallet as Word))
  const mask = scopes.reduce((all, one) => all | (SCOPES[one] ?? 0), 0)
  if (word(by ?? 0n) !== word(certifier.wallet as Word) || (mask & ~Number(may ?? 0n)) !== 0) {
    throw new Refused(`The platform shows a key that ${certifier.wallet} did not sign, or the register does not let it certify all of that. Nothing was sent; tell the platform's operator.`)
  }
}

/** Signs in where nobody is, signs the manifest, and hands in what it names. @returns the application's id */
export async function apply(signer: Connected, network: Network, manifest: Manifest, boxes: Uint8Array[]): Promise<string> {
  const who = await session(AbortSignal.timeout(30_000))
  if (who?.wallet.toLowerCase() !== signer.account.toLowerCase()) await signIn(signer)
  const signature = await signer.provider
    .request({ method: 'personal_sign', params: [hex(utf8(manifestMessage(manifest, network.chainId))), signer.account] })
    .catch((failure: unknown) => {
      throw new Refused(sentence(failure))
    })
  const entry = await write<Application>('POST', '/v1/applications', { manifest, signature })
  if (entry.id !== manifestId(manifest)) throw new Refused('The platform noted something else than what was signed. Tell its operator.')
  for (const box of boxes) await write('POST', `/v1/applications/${entry.id}/documents`, { content: hex(box) })
  return entry.id
}
