// The wallet of the local development chain: its node signs with keys that everybody knows. No key is in this page.

import { chainOf, type Announced, type Eip1193 } from './eip1193'

export const DEVELOPMENT_CHAIN = 31_337

/** The session key of the gateway that `flashback up` starts (DevelopmentWallet). */
export const DEVELOPMENT_GATEWAY = '0xBcd4042DE499D14e55001CcbB24a551F3b954096'

/** Accounts in the order in which they are offered: consumers first, then those of the four nodes (DevelopmentWallet). */
const OFFERED = [1, 16, 2, 3, 4, 5]
const FORWARDED = new Set([
  'eth_accounts', 'eth_blockNumber', 'eth_call', 'eth_chainId', 'eth_estimateGas', 'eth_getBalance', 'eth_getTransactionReceipt',
  'eth_sendTransaction', 'eth_signTypedData_v4', 'personal_sign',
])
const SIGNING = new Set(['eth_sendTransaction', 'eth_signTypedData_v4', 'personal_sign'])

/** The development wallet, where there is one: on the development chain only, and only with a node of it that may be asked. */
export function developmentWallet(chainId: number, node: string | undefined): Announced | undefined {
  if (chainId !== DEVELOPMENT_CHAIN || node === undefined) return undefined
  return { info: { uuid: 'development', name: 'Development wallet', rdns: 'network.flashback.development' }, provider: new NodeWallet(node) }
}

class NodeWallet implements Eip1193 {
  private readonly node: string
  private questions = 0

  constructor(node: string) {
    this.node = node
  }

  async request({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> {
    if (method === 'eth_requestAccounts') return this.accounts()
    if (!FORWARDED.has(method)) throw { code: 4200, message: `the development wallet knows no ${method}` }
    // Asked each time: what answers at this address may have become another chain since.
    if (SIGNING.has(method) && (await chainOf(this)) !== DEVELOPMENT_CHAIN) {
      throw { code: 4901, message: 'the development wallet signs on the local chain only, and its node is of another one now' }
    }
    return this.ask(method, params)
  }

  private async accounts(): Promise<string[]> {
    const all = (await this.ask('eth_accounts', [])) as string[]
    return OFFERED.map((index) => all[index]).filter((one) => one !== undefined)
  }

  private async ask(method: string, params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.questions, method, params })
    let response: Response
    try {
      response = await fetch(this.node, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    } catch {
      throw { code: 4900, message: 'the local chain does not answer; ./flashback status tells why' }
    }
    const answer = (await response.json()) as { result?: unknown; error?: { code: number; message: string; data?: unknown } }
    if (answer.error !== undefined) throw answer.error
    return answer.result
  }
}
