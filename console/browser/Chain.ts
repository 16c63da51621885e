// The chain itself, asked past the platform: what the console shows is held against it.

import { readFileSync } from 'node:fs'
import { addressOf, call, words, type Word } from '../src/wallet/abi'

/** What the network under test is; ConsoleTest (acceptance) sets it, or whoever has one running. */
export function given(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. Journeys need a running network: the test ConsoleTest (acceptance) starts one and sets it.`)
  }
  return value
}

export class Chain {
  readonly contracts: Record<string, `0x${string}`> = {}
  private readonly url: string

  constructor(url: string, deployment: string) {
    this.url = url
    const file = JSON.parse(readFileSync(deployment, 'utf8')) as { contracts: Record<string, { address: string } | string> }
    for (const [name, one] of Object.entries(file.contracts)) {
      this.contracts[name] = (typeof one === 'string' ? one : one.address).toLowerCase() as `0x${string}`
    }
  }

  async rpc<T>(method: string, ...params: unknown[]): Promise<T> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const response = await fetch(this.url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    const answer = (await response.json()) as { result: T; error?: { message: string } }
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`)
    return answer.result
  }

  async view(contract: string, signature: string, ...values: Word[]): Promise<bigint[]> {
    const to = this.contracts[contract] ?? contract
    return words(await this.rpc<string>('eth_call', { to, data: call(signature, ...values) }, 'latest'))
  }

  /** Who signed a digest, by the chain's own ecrecover. */
  async signerOf(digest: string, signature: string): Promise<string> {
    const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)]
    const data = `0x${digest.slice(2)}${v.padStart(64, '0')}${r}${s}`
    const [signer] = words(await this.rpc<string>('eth_call', { to: `0x${'1'.padStart(40, '0')}`, data }, 'latest'))
    return addressOf(signer ?? 0n)
  }

  /** Sends a call as somebody whose key nobody here has, as development chains let one: such as the Timelock after a vote. */
  async sendAs(sender: string, contract: string, signature: string, ...values: Word[]): Promise<void> {
    await this.rpc('anvil_setBalance', sender, '0xde0b6b3a7640000')
    await this.rpc('anvil_impersonateAccount', sender)
    const hash = await this.rpc<string>('eth_sendTransaction', { from: sender, to: this.contracts[contract], data: call(signature, ...values) })
    for (let wait = 0; wait < 300; wait++) {
      const receipt = await this.rpc<{ status: string } | null>('eth_getTransactionReceipt', hash)
      if (receipt?.status === '0x1') return
      if (receipt !== null) throw new Error(`${signature} failed in ${hash}`)
      await new Promise((later) => setTimeout(later, 100))
    }
    throw new Error(`${signature} is in no block: ${hash}`)
  }
}
