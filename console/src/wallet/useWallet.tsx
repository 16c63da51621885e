import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Network } from '../api'
import { developmentWallet } from './development'
import { accountsOf, chainOf, discover, sentence, switchTo, type Announced, type Eip1193 } from './eip1193'

/** A wallet that let this page see an account. */
export interface Connected {
  name: string
  provider: Eip1193
  account: string
  accounts: string[]
  chainId: number
}

export interface Wallets {
  offered: Announced[]
  connected: Connected | undefined
  /** Why the last attempt failed. */
  problem: string | undefined
  connect: (wallet: Announced) => Promise<void>
  choose: (account: string) => void
  move: (chainId: number) => Promise<void>
  leave: () => void
}

const Context = createContext<Wallets | undefined>(undefined)

export function useWallets(): Wallets {
  const wallets = useContext(Context)
  if (wallets === undefined) throw new Error('no WalletProvider above')
  return wallets
}

export function WalletProvider({ network, children }: { network: Network | undefined; children: ReactNode }) {
  const [announced, setAnnounced] = useState<Announced[]>([])
  const [connected, setConnected] = useState<Connected>()
  const [problem, setProblem] = useState<string>()
  const chainId = network?.chainId
  const node = network?.endpoints['chain']
  useEffect(() => discover(setAnnounced), [])

  const offered = useMemo(() => {
    const development = chainId === undefined ? undefined : developmentWallet(chainId, node)
    return development === undefined ? announced : [...announced, development]
  }, [announced, chainId, node])

  const connect = useCallback(async (wallet: Announced) => {
    setProblem(undefined)
    try {
      const accounts = await accountsOf(wallet.provider, true)
      const account = accounts[0]
      if (account === undefined) throw { message: 'it shows this page no account' }
      setConnected({ name: wallet.info.name, provider: wallet.provider, account, accounts, chainId: await chainOf(wallet.provider) })
    } catch (failure) {
      setProblem(sentence(failure))
    }
  }, [])

  const provider = connected?.provider
  useEffect(() => {
    if (provider?.on === undefined) return
    const accounts = (all: string[]) =>
      setConnected((now) => (now === undefined || all[0] === undefined ? undefined : { ...now, accounts: all, account: all[0] }))
    const chain = (id: string) => setConnected((now) => now && { ...now, chainId: Number(id) })
    provider.on('accountsChanged', accounts as never)
    provider.on('chainChanged', chain as never)
    return () => {
      provider.removeListener?.('accountsChanged', accounts as never)
      provider.removeListener?.('chainChanged', chain as never)
    }
  }, [provider])

  const move = useCallback(
    async (to: number) => {
      if (provider === undefined) return
      setProblem(undefined)
      try {
        await switchTo(provider, to)
        const now = await chainOf(provider)
        setConnected((before) => before && { ...before, chainId: now })
      } catch (failure) {
        setProblem(sentence(failure))
      }
    },
    [provider],
  )
  const choose = useCallback((account: string) => setConnected((now) => now && { ...now, account }), [])
  const leave = useCallback(() => setConnected(undefined), [])
  const wallets = useMemo(
    () => ({ offered, connected, problem, connect, choose, move, leave }),
    [offered, connected, problem, connect, choose, move, leave],
  )
  return <Context.Provider value={wallets}>{children}</Context.Provider>
}

/** The wallet, if it is on the network's chain and so may sign. */
export function useSigner(network: Network | undefined): Connected | undefined {
  const { connected } = useWallets()
  return connected !== undefined && connected.chainId === network?.chainId ? connected : undefined
}
