import type { Network } from '../api'
import { duration, percent, time } from '../format'
import type { Live } from '../live'
import { Await, Fact, Table } from '../parts'

/** Where the contracts are, and when things happen. */
export function NetworkPage({ network }: { network: Live<Network> }) {
  return (
    <>
      <h1>Network</h1>
      <Await live={network}>{(value) => <Details network={value} />}</Await>
    </>
  )
}

function Details({ network }: { network: Network }) {
  const schedule = network.schedule
  return (
    <>
      <dl className="facts">
        <Fact name="Chain id">{network.chainId}</Fact>
        <Fact name="Newest indexed block">{network.indexedBlock ?? 'none yet'}</Fact>
        <Fact name="Epoch 0 began">{time(schedule.genesis)}</Fact>
        <Fact name="Epoch">{duration(schedule.epochSeconds)}</Fact>
        <Fact name="Proofs are taken for">{duration(schedule.auditWindowSeconds)}</Fact>
        <Fact name="Quality is reported for">{duration(schedule.qualityWindowSeconds)}</Fact>
        <Fact name="Final after another">{duration(schedule.finalitySeconds)}</Fact>
        <Fact name="Agreements start within">{duration(schedule.startSeconds)}</Fact>
        <Fact name="Notice of an early end">{duration(schedule.noticeSeconds)}</Fact>
        <Fact name="Offers live for">{duration(schedule.offerLifeSeconds)}</Fact>
      </dl>
      <Table
        caption="Markets"
        rows={network.markets}
        keyOf={(market) => market.id}
        empty="No market has been created."
        columns={[
          { title: 'Market', cell: (market) => market.id },
          { title: 'Token', cell: (market) => market.symbol },
          { title: 'Fee', number: true, cell: (market) => percent(market.feeBps) },
          { title: 'Address of the token', cell: (market) => <code className="whole">{market.token}</code> },
        ]}
      />
      <Table
        caption="Contracts"
        rows={Object.entries(network.contracts)}
        keyOf={([name]) => name}
        empty="No contracts are known."
        columns={[
          { title: 'Contract', cell: ([name]) => name },
          { title: 'Address', cell: ([, address]) => <code className="whole">{address}</code> },
        ]}
      />
      <Table
        caption="Services"
        rows={Object.entries(network.endpoints)}
        keyOf={([name]) => name}
        empty="The operator names no other services."
        columns={[
          { title: 'Service', cell: ([name]) => name },
          { title: 'Address', cell: ([, address]) => <code className="whole">{address}</code> },
        ]}
      />
    </>
  )
}
