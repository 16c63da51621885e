import { useState } from 'react'
import { endSla } from '../agreement'
import type { Agreement, Network, Quality, Sla, SlaPage } from '../api'
import { time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf } from '../parts'
import { send } from '../wallet/send'
import { useSigner } from '../wallet/useWallet'
import { GrantStep } from './GrantStep'
import { Leg } from './Leg'
import { Step } from './LegActions'

/** All SLAs, the newest first. */
export function Slas({ network }: { network: Live<Network> }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const slas = useLive<SlaPage>(`/v1/slas?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, 3)
  return (
    <>
      <h1>Agreements</h1>
      <p>An SLA is a consumer's contract with several providers at once; each of its legs is an agreement on the chain.</p>
      <Await live={slas}>
        {(page) => (
          <>
            <Table
              caption="SLAs, the newest first"
              rows={page.slas}
              keyOf={(sla) => sla.id}
              empty="No SLA has been opened yet."
              columns={[
                { title: 'SLA', cell: (sla) => <a href={`#/slas/${sla.id}`}><Hash value={sla.id} /></a> },
                { title: 'Consumer', cell: (sla) => <Hash value={sla.consumer} /> },
                { title: 'State', cell: (sla) => <State name={sla.state} /> },
                { title: 'Legs', number: true, cell: (sla) => sla.agreements.length },
                { title: 'Locked at the opening', number: true, cell: (sla) => <Money units={sla.deposited} token={tokenOf(network.value, sla.market)} /> },
                { title: 'Opened', cell: (sla) => time(sla.openedAt) },
              ]}
            />
            <Pager what="SLAs" back="Newer" onward="Older" place={{ cursors, go: setCursors }} next={page.next} />
          </>
        )}
      </Await>
    </>
  )
}

/** One SLA: its legs, and the pay that streams to each. */
export function SlaView({ id, network }: { id: string; network: Live<Network> }) {
  const sla = useLive<Sla>(`/v1/slas/${encodeURIComponent(id)}`, 2)
  return (
    <>
      <p>
        <a href="#/slas">All agreements</a>
      </p>
      <h1>
        SLA <Hash value={id} />
      </h1>
      <Await live={sla}>{(value) => <SlaDetails sla={value} network={network.value} />}</Await>
    </>
  )
}

function SlaDetails({ sla, network }: { sla: Sla; network: Network | undefined }) {
  const token = tokenOf(network, sla.market)
  // The quote has the hash of the SLA; its offers say what each leg promised.
  const quote = useLive<{ offers: { offer: { providerId: string }; quality: Quality }[] }>(`/v1/quotes/${sla.id}`, 600)
  const signer = useSigner(network)
  const ended = (one: Agreement) => one.state === 'CLOSED' || one.state === 'VOID'
  const over = sla.agreements.every(ended)
  const live = over ? sla.agreements : sla.agreements.filter((one) => !ended(one))
  const past = over ? [] : sla.agreements.filter(ended)
  const leg = (agreement: Agreement) => (
    <Leg
      key={agreement.id}
      agreement={agreement}
      network={network}
      market={sla.market}
      consumer={sla.consumer}
      promised={quote.value?.offers.find((one) => Number(one.offer.providerId) === agreement.providerId)?.quality}
    />
  )
  return (
    <>
      <dl className="facts">
        <Fact name="State"><State name={sla.state} /></Fact>
        <Fact name="Consumer"><code className="whole">{sla.consumer}</code></Fact>
        <Fact name="Locked at the opening"><Money units={sla.deposited} token={token} /></Fact>
        <Fact name="Reserve given back"><Money units={sla.reserveReleased} token={token} /></Fact>
        <Fact name="Opened">{time(sla.openedAt)}</Fact>
        <Fact name="Transaction"><Hash value={sla.transaction} /></Fact>
      </dl>
      <div className="live">{live.map(leg)}</div>
      {past.length > 0 && (
        <details className="past">
          <summary>{past.length === 1 ? 'One earlier agreement, which has ended' : `${past.length} earlier agreements, which have ended`}</summary>
          {past.map(leg)}
        </details>
      )}
      {!over && network !== undefined && signer !== undefined && signer.account.toLowerCase() === sla.consumer.toLowerCase() && (
        <GrantStep sla={sla} network={network} signer={signer} />
      )}
      {over && sla.state !== 'ENDED' && signer !== undefined && (
        <Step
          name="End the SLA"
          done="It has ended, and the reserve came back."
          act={() => send(signer, network?.contracts['Orchestrator'] ?? '', endSla(sla.id))}
          what="All its agreements are over: the reserve goes back to the consumer. Anybody may do it."
        />
      )}
      <Statement id={sla.id} />
    </>
  )
}

/** What nobody has to believe: the account with its transactions, and how to compute it again. */
function Statement({ id }: { id: string }) {
  const file = `statement-${id.slice(0, 10)}.json`
  return (
    <section className="card" aria-labelledby="statement">
      <h2 id="statement">Statement</h2>
      <p>
        Every amount with the transaction behind it: <a href={`/v1/statements/${id}`} download={file}>download {file}</a>. Check it without this
        platform, with any node of the chain:
      </p>
      <pre tabIndex={0}>
        <code>./flashback verify statement {file} --rpc URL --deployment deployment.json</code>
      </pre>
    </section>
  )
}
