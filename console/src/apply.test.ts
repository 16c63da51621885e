import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import type { Network } from './api'
import { manifestId, manifestMessage, needed, requireCertifier, sealed, type Certifier } from './apply'
import type { Criteria } from './pages/Certification'
import { hex, word } from './wallet/abi'
import type { Connected } from './wallet/useWallet'

const WALLET = `0x${'ce'.repeat(20)}`
const CERTIFIER: Certifier = {
  wallet: WALLET,
  scopes: ['IDENTITY', 'LOCATION'],
  sealingKey: '0x430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c',
  signature: `0x${'ab'.repeat(65)}`,
  setAt: 1,
}
const CRITERIA = {
  documents: [
    { scope: 'IDENTITY', kind: 'IDENTITY', of: ['STORAGE', 'SERVICE'] },
    { scope: 'LOCATION', kind: 'LOCATION', of: ['STORAGE'] },
    { scope: 'LEGAL_DOCUMENTS', kind: 'REGISTRATION', of: ['STORAGE'] },
  ],
} as Criteria
const document = (kind: string, day = '') => ({ kind, name: `${kind}.pdf`, content: new Uint8Array(100), day })

describe('an application', () => {
  it('asks for the documents of the wanted certificates, each once, and for what a service needs of a service', () => {
    expect(needed(CRITERIA, ['IDENTITY', 'LOCATION'], 'STORAGE')).toEqual(['IDENTITY', 'LOCATION'])
    expect(needed(CRITERIA, ['IDENTITY', 'LOCATION'], 'SERVICE')).toEqual(['IDENTITY'])
    expect(needed(CRITERIA, ['MEASURED_QUALITY'], 'STORAGE')).toEqual([])
  })

  it('names each sealed document by its hash, its size, and the first second after its last day', async () => {
    const { manifest, boxes } = await sealed(4, CERTIFIER, 'standard-1', ['IDENTITY'], [document('IDENTITY', '2035-12-31'), document('LOCATION')], 1_800_000_000.7)
    expect(manifest.documents.map((one) => one.sha256)).toEqual(boxes.map((box) => hex(sha256(box))))
    expect(manifest.documents.map((one) => one.validUntil)).toEqual([Date.parse('2036-01-01T00:00:00Z') / 1000, undefined])
    // Name's length, name, content, encapsulated key and tag.
    expect(boxes[0]!.length).toBe(2 + 'IDENTITY.pdf'.length + 100 + 48)
    expect(manifest.madeAt).toBe(1_800_000_000)
    expect(manifestMessage(manifest, 31_337)).toBe(`Flashback application\nchain 31337\nprovider 4\nmanifest ${manifestId(manifest)}`)
  })

  it('is another one when a document, a scope or the certifier is another', async () => {
    const { manifest } = await sealed(4, CERTIFIER, 'standard-1', ['IDENTITY'], [document('IDENTITY')], 1)
    const others = [{ ...manifest, scopes: ['LOCATION'] }, { ...manifest, documents: [] }, { ...manifest, certifier: `0x${'cd'.repeat(20)}` }]
    expect(new Set([manifest, ...others].map(manifestId)).size).toBe(4)
  })

  it('takes no document that is empty, or too large for the platform', async () => {
    for (const bytes of [0, (2 << 20) - 303]) {
      const one = { ...document('IDENTITY'), content: new Uint8Array(bytes) }
      await expect(sealed(4, CERTIFIER, 'standard-1', ['IDENTITY'], [one], 1)).rejects.toThrow(/a document may have 1 to 2096848/)
    }
  })
})

describe('a certifier', () => {
  const network = { chainId: 31_337, contracts: { Registry: `0x${'11'.repeat(20)}` } } as unknown as Network
  /** A wallet whose node says who signed, and what the Registry lets a certifier certify. */
  const signer = (by: string, scopes: number) =>
    ({ provider: { request: ({ params }: { params: { to: string }[] }) => Promise.resolve(`0x${BigInt(params[0]!.to) === 1n ? word(by as `0x${string}`) : word(scopes)}`) } }) as unknown as Connected

  it('is believed for its own signature and the register', async () => {
    await expect(requireCertifier(signer(WALLET, 5), network, CERTIFIER, ['IDENTITY', 'LOCATION'])).resolves.toBeUndefined()
  })

  it.each([
    ['another wallet signed the key', `0x${'cd'.repeat(20)}`, 5],
    ['nobody signed it', `0x${'00'.repeat(20)}`, 5],
    ['the register lets it certify less', WALLET, 1],
    ['the register knows it no more', WALLET, 0],
  ])('is not believed where %s', async (_, by, scopes) => {
    await expect(requireCertifier(signer(by, scopes), network, CERTIFIER, ['IDENTITY', 'LOCATION'])).rejects.toThrow(/Nothing was sent/)
  })
})
