import { useState } from 'react'
import { grant } from '../agreement'
import type { Network, Sla } from '../api'
import { DEVELOPMENT_CHAIN, DEVELOPMENT_GATEWAY } from '../wallet/development'
import { Refused, send } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { Step } from './LegActions'

const DAY_SECONDS = 86_400

/** Lets a gateway's session key act under an SLA: reading, writing, signing revisions and vouchers, replacing lost legs. */
export function GrantStep({ sla, network, signer }: { sla: Sla; network: Network; signer: Connected }) {
  const [key, setKey] = useState(network.chainId === DEVELOPMENT_CHAIN ? DEVELOPMENT_GATEWAY : '')
  const [days, setDays] = useState('1')
  const act = async () => {
    if (!/^0x[0-9a-fA-F]{40}$/.test(key.trim())) throw new Refused('The session key is an address: 0x and 40 hexadecimal digits. The gateway logs it at its start.')
    if (!/^[1-9]\d{0,3}$/.test(days.trim())) throw new Refused('Write the life of the grant in whole days, such as 30.')
    const cap = sla.agreements.reduce((sum, one) => sum + BigInt(one.egressEscrow), 0n)
    const expiry = BigInt(Math.floor(Date.now() / 1000) + Number(days) * DAY_SECONDS)
    const grants = network.contracts['AccessGrants'] ?? ''
    const receipt = await send(signer, grants, grant(key.trim(), sla.id, expiry, cap))
    const log = receipt.logs.find((one) => one.address.toLowerCase() === grants.toLowerCase())
    const id = BigInt(log?.topics[1] ?? 0)
    return `Grant ${id} is on the chain. Where the gateway runs, this prints its S3 key: ./flashback keys --config FILE --grant ${id}`
  }
  return (
    <section className="card" aria-labelledby="gateway">
      <h2 id="gateway">Gateway</h2>
      <Step
        name="Let it act"
        done=""
        act={act}
        what="The gateway may read, write, sign revisions and vouchers up to the egress escrow, and replace lost legs, under this SLA alone. One transaction takes it back."
      >
        <label>
          Its session key
          <input value={key} autoComplete="off" spellCheck={false} onChange={(event) => setKey(event.target.value)} />
        </label>
        <label>
          Days
          <input value={days} inputMode="numeric" autoComplete="off" onChange={(event) => setDays(event.target.value)} />
        </label>
      </Step>
    </section>
  )
}
