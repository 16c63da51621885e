import { useState } from 'react'
import type { Agreement, Network, Sla, SlaPage } from '../api'
import { bytes, earned, perDay, ranges, time } from '../format'
import { useLive, useNow, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf } from '../parts'

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
      {sla.agreements.map((agreement) => (
        <Leg key={agreement.id} agreement={agreement} network={network} market={sla.market} />
      ))}
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

function Leg({ agreement, network, market }: { agreement: Agreement; network: Network | undefined; market: number }) {
  const token = tokenOf(network, market)
  const now = useNow()
  const sofar = network === undefined ? BigInt(agreement.paid) : earned(agreement, network.schedule, now)
  const deposit = BigInt(agreement.deposit)
  const heading = `leg-${agreement.id}`
  return (
    <section className="card" aria-labelledby={heading}>
      <h2 id={heading}>
        Piece {agreement.legIndex} at provider #{agreement.providerId} <State name={agreement.state} />
      </h2>
      <p className="stream">
        <span className="label">Earned so far, as far as the running epochs get confirmed</span>
        <Money units={sofar} token={token} />
        <progress aria-label="Share of the deposit that is earned" max={1000} value={deposit === 0n ? 0 : Number((sofar * 1000n) / deposit)} />
      </p>
      <dl className="facts">
        <Fact name="Paid by settlements"><Money units={agreement.paid} token={token} /></Fact>
        <Fact name="Deposit"><Money units={agreement.deposit} token={token} /></Fact>
        <Fact name="Still locked"><Money units={agreement.remaining} token={token} /></Fact>
        <Fact name="Held back for quality"><Money units={agreement.credited} token={token} /></Fact>
        <Fact name="Given back"><Money units={agreement.refunded} token={token} /></Fact>
        <Fact name="Paid for bytes read"><Money units={agreement.egressPaid} token={token} /></Fact>
        <Fact name="Collateral"><Money units={agreement.collateral} token={token} /></Fact>
        <Fact name="Slashed"><Money units={agreement.slashed} token={token} /></Fact>
        <Fact name="Reserved">{bytes(agreement.capacityBytes)}</Fact>
        <Fact name="Stored">{agreement.leaves === undefined ? 'nothing yet' : bytes(BigInt(agreement.leaves) * 256n)}</Fact>
        <Fact name="Epochs that pay">{agreement.startEpoch === undefined ? 'not started' : `${agreement.startEpoch}–${agreement.endEpoch - 1}`}</Fact>
        <Fact name="Pays a day"><Money units={perDay(agreement.rate)} token={token} /></Fact>
        {agreement.nextRate !== undefined && (
          <Fact name={`Pays a day from epoch ${agreement.nextRateFrom} on`}><Money units={perDay(agreement.nextRate)} token={token} /></Fact>
        )}
        {agreement.renewals > 0 && <Fact name="Extended">{agreement.renewals === 1 ? 'once' : `${agreement.renewals} times`}</Fact>}
        <Fact name="Confirmed epochs">{ranges(agreement.confirmedEpochs)}</Fact>
        <Fact name="Missed epochs">{ranges(agreement.missedEpochs)}</Fact>
        <Fact name="Last settlement">{agreement.settledAt === undefined ? 'none yet' : time(agreement.settledAt)}</Fact>
        <Fact name="Agreement"><code className="whole">{agreement.id}</code></Fact>
      </dl>
    </section>
  )
}
