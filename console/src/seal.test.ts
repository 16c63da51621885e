import { createPrivateKey, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hex, bytesOf } from './wallet/abi'
import { seal, type Once } from './seal'

/** A pair from the private key's 32 bytes, as PKCS #8 and SPKI wrap them (RFC 8410). */
async function pairOf(secret: string): Promise<Once> {
  const pkcs8 = Buffer.from(`302e020100300506032b656e04220420${secret}`, 'hex')
  const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })).export({ format: 'der', type: 'spki' })
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('spki', spki, { name: 'X25519' }, true, []),
  }
}
const raw = (text: string) => bytesOf(`0x${text}`)

describe('sealing', () => {
  it('is HPKE in base mode, as the vector of the CFRG for this suite says', async () => {
    const box = await seal(
      raw('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
      raw('4f6465206f6e2061204772656369616e2055726e'),
      raw('436f756e742d30'),
      raw('4265617574792069732074727574682c20747275746820626561757479'),
      await pairOf('179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11'),
    )
    expect(hex(box)).toBe('0x6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a')
  })

  it('makes another box of the same document each time', async () => {
    const key = raw('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c')
    const [one, two] = [await seal(key, raw('aa'), raw('bb'), raw('cc')), await seal(key, raw('aa'), raw('bb'), raw('cc'))]
    expect(hex(one)).not.toBe(hex(two))
    expect(one.length).toBe(32 + 1 + 16)
  })
})
