import type { Network } from '../api'
import { short } from '../format'
import { useWallets } from './useWallet'

/** The wallet in the page's head: which one, which account, and whether it is on the right chain. */
export function WalletBar({ network }: { network: Network | undefined }) {
  const { offered, connected, problem, connect, choose, move, leave } = useWallets()
  const strayed = connected !== undefined && network !== undefined && connected.chainId !== network.chainId
  return (
    <>
      <div className="wallet" role="group" aria-label="Wallet">
        {connected === undefined ? (
          <>
            {offered.map((wallet) => (
              <button key={wallet.info.uuid} type="button" onClick={() => void connect(wallet)}>
                Connect {wallet.info.name}
              </button>
            ))}
            {offered.length === 0 && <span className="muted">No wallet in this browser</span>}
          </>
        ) : (
          <>
            <span className="muted name">{connected.name}</span>
            {connected.accounts.length > 1 ? (
              <select aria-label="Account" title={connected.name} value={connected.account} onChange={(event) => choose(event.target.value)}>
                {connected.accounts.map((account) => (
                  <option key={account} value={account}>
                    {short(account)}
                  </option>
                ))}
              </select>
            ) : (
              <code title={connected.account}>{short(connected.account)}</code>
            )}
            <button type="button" onClick={leave}>
              Disconnect
            </button>
          </>
        )}
      </div>
      {problem !== undefined && (
        <p className="problem banner" role="alert">
          {problem}
        </p>
      )}
      {strayed && (
        <p className="problem banner" role="alert">
          The wallet is on chain {connected.chainId}, this network on chain {network.chainId}: nothing is signed until they are the same.{' '}
          <button type="button" onClick={() => void move(network.chainId)}>
            Switch the wallet
          </button>
        </p>
      )}
    </>
  )
}
