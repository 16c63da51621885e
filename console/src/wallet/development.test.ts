import { afterEach, describe, expect, it, vi } from 'vitest'
import { developmentWallet } from './development'
import { sentence } from './eip1193'

const NODE = 'http://127.0.0.1:8545'
const ACCOUNTS = Array.from({ length: 20 }, (_, index) => `0x${index.toString(16).padStart(40, '0')}`)

/** A node of a chain that answers what is told. */
function nodeOf(chainId: number) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (_: string, options: { body: string }) => {
    const { method } = JSON.parse(options.body) as { method: string }
    asked.push(method)
    const results: Record<string, unknown> = { eth_chainId: `0x${chainId.toString(16)}`, eth_accounts: ACCOUNTS, personal_sign: '0x51' }
    return Promise.resolve({ json: () => Promise.resolve({ result: results[method] }) })
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

describe('the development wallet', () => {
  it.each([1, 10, 31_336, 31_338, 11_155_111])('is not there on chain %i', (chainId) => {
    expect(developmentWallet(chainId, NODE)).toBeUndefined()
  })

  it('is not there without a node', () => {
    expect(developmentWallet(31_337, undefined)).toBeUndefined()
  })

  it('offers the consumers first and has the node sign', async () => {
    const asked = nodeOf(31_337)
    const wallet = developmentWallet(31_337, NODE)!.provider

    expect(await wallet.request({ method: 'eth_requestAccounts' })).toEqual([1, 16, 2, 3, 4, 5].map((index) => ACCOUNTS[index]))
    expect(await wallet.request({ method: 'personal_sign', params: [] })).toBe('0x51')
    expect(asked).toEqual(['eth_accounts', 'eth_chainId', 'personal_sign'])
  })

  it.each(['personal_sign', 'eth_signTypedData_v4', 'eth_sendTransaction'])('does not %s when its node became another chain', async (method) => {
    const asked = nodeOf(1)
    const wallet = developmentWallet(31_337, NODE)!.provider

    await expect(wallet.request({ method, params: [] })).rejects.toMatchObject({ code: 4901 })
    expect(asked).toEqual(['eth_chainId'])
  })

  it('hands on nothing that it does not know', async () => {
    const asked = nodeOf(31_337)

    await expect(developmentWallet(31_337, NODE)!.provider.request({ method: 'anvil_setBalance' })).rejects.toMatchObject({ code: 4200 })
    expect(asked).toEqual([])
  })
})

describe('a refusal', () => {
  it('says what to do', () => {
    expect(sentence({ code: 4001 })).toContain('Nothing was sent')
    expect(sentence({ code: 4902 })).toContain('Add it')
    expect(sentence({ code: -32000, message: 'nonce too low' })).toContain('nonce too low')
  })
})
