// The chain itself, asked past the platform: what the console shows is held against it.

import { readFileSync } from 'node:fs'
import { call, words, type Word } from '../src/wallet/abi'

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
}
