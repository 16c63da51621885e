// Wallets as browsers know them: found by EIP-6963, asked by EIP-1193.

export interface Eip1193 {
  request(question: { method: string; params?: unknown[] }): Promise<unknown>
  on?(event: string, listener: (value: never) => void): void
  removeListener?(event: string, listener: (value: never) => void): void
}

/** A wallet that made itself known. */
export interface Announced {
  info: { uuid: string; name: string; rdns: string }
  provider: Eip1193
}

/** What a wallet refuses with; `code` as EIP-1193 and EIP-1474 number them. */
export interface WalletRefusal {
  code?: number
  message?: string
}

const USER_REFUSED = 4001
const CHAIN_NOT_ADDED = 4902

/** Asks the page's wallets to make themselves known, and tells all of them whenever another one does. */
export function discover(found: (wallets: Announced[]) => void): () => void {
  const known = new Map<string, Announced>()
  const heard = (event: Event) => {
    const wallet = (event as CustomEvent<Announced>).detail
    if (!isAnnounced(wallet)) return
    known.set(wallet.info.uuid, wallet)
    found([...known.values()])
  }
  addEventListener('eip6963:announceProvider', heard)
  dispatchEvent(new Event('eip6963:requestProvider'))
  return () => removeEventListener('eip6963:announceProvider', heard)
}

/** Whatever a page's scripts announce is believed only in its shape. */
function isAnnounced(wallet: Announced | undefined): wallet is Announced {
  return (
    typeof wallet?.info?.uuid === 'string' &&
    typeof wallet.info.name === 'string' &&
    wallet.info.name.length <= 80 &&
    typeof wallet.provider?.request === 'function'
  )
}

export async function accountsOf(provider: Eip1193, ask: boolean): Promise<string[]> {
  const accounts = await provider.request({ method: ask ? 'eth_requestAccounts' : 'eth_accounts' })
  return Array.isArray(accounts) ? accounts.filter((one): one is string => /^0x[0-9a-fA-F]{40}$/.test(String(one))) : []
}

export async function chainOf(provider: Eip1193): Promise<number> {
  return Number(await provider.request({ method: 'eth_chainId' }))
}

export function switchTo(provider: Eip1193, chainId: number): Promise<unknown> {
  return provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: `0x${chainId.toString(16)}` }] })
}

/** A wallet's refusal in a sentence that says what to do. */
export function sentence(failure: unknown): string {
  const { code, message } = (failure ?? {}) as WalletRefusal
  if (code === USER_REFUSED) return 'The wallet was not allowed to. Nothing was sent; try again when you want to.'
  if (code === CHAIN_NOT_ADDED) return 'The wallet does not know this chain. Add it in the wallet, then try again.'
  return `The wallet says: ${message ?? 'nothing'}. Nothing is known to be sent; look into the wallet before trying again.`
}
