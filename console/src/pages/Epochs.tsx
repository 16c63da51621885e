import { useState } from 'react'
import type { Epoch, EpochPage, Network } from '../api'
import { time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Hash, Money, Pager, Table, tokenOf } from '../parts'

/** Epochs: what was drawn, proven, reported and paid. */
export function Epochs({ network }: { network: Live<Network> }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const page = useLive<EpochPage>(`/v1/epochs?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, 3)
  const token = tokenOf(network.value, 1)
  return (
    <>
      <h1>Epochs</h1>
      <p>
        After each epoch a public seed chooses what providers must prove, reporters sign one quality root, and confirmed seconds are
        paid.
      </p>
      <Await live={page}>
        {(value) => (
          <>
            {value.current !== undefined && <p>Epoch {value.current} runs now.</p>}
            <Table
              caption="Epochs, the newest first"
              rows={value.epochs}
              keyOf={(epoch) => epoch.epoch}
              empty="The first epoch has not begun."
              columns={[
                { title: 'Epoch', cell: (epoch) => epoch.epoch },
                { title: 'Ends', cell: (epoch) => time(epoch.endsAt) },
                { title: 'Seed', cell: (epoch) => <Seed epoch={epoch} /> },
                { title: 'Proofs', cell: proofs },
                { title: 'Quality root', cell: (epoch) => <Root epoch={epoch} /> },
                { title: 'Penalties', number: true, cell: (epoch) => epoch.misses.length + epoch.credits.length },
                {
                  title: 'Paid while it ran',
                  number: true,
                  cell: (epoch) => (
                    <Money units={epoch.settlements.reduce((sum, one) => sum + BigInt(one.paid), 0n)} token={token} />
                  ),
                },
              ]}
            />
            <Pager what="epochs" back="Newer" onward="Older" place={{ cursors, go: setCursors }} next={value.next} />
          </>
        )}
      </Await>
    </>
  )
}

function proofs(epoch: Epoch) {
  return epoch.confirmations.length === 0
    ? '–'
    : epoch.confirmations.map((confirmation) => `#${confirmation.providerId}`).join(' ')
}

function Seed({ epoch }: { epoch: Epoch }) {
  if (epoch.seed === undefined) return '–'
  return (
    <>
      <Hash value={epoch.seed.value} /> {epoch.seed.marked ? '(fallback)' : `round ${epoch.seed.round}`}
    </>
  )
}

function Root({ epoch }: { epoch: Epoch }) {
  if (epoch.root === undefined) return '–'
  return (
    <>
      {BigInt(epoch.root.root) === 0n ? 'no breach,' : <Hash value={epoch.root.root} />} {epoch.root.signers} signatures
    </>
  )
}
