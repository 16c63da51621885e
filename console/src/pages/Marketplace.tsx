import { useState } from 'react'
import type { Network, Offer, OfferPage, Provider, StorageClass } from '../api'
import { bytes, percent, time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Money, Pager, State, Table, tokenOf } from '../parts'

const CLASSES: StorageClass[] = ['FAST', 'DECENTRALIZED', 'ARCHIVE']

/** All live offers, the cheapest first, and who stands behind them. */
export function Marketplace({ network }: { network: Live<Network> }) {
  const [storageClass, setStorageClass] = useState('')
  const [region, setRegion] = useState('')
  const [cursors, setCursors] = useState<string[]>([])
  const query = new URLSearchParams({ limit: '50' })
  if (storageClass !== '') query.set('class', storageClass)
  if (/^[a-z][a-z0-9-]+$/.test(region)) query.set('region', region)
  const cursor = cursors.at(-1)
  if (cursor !== undefined) query.set('cursor', cursor)
  const offers = useLive<OfferPage>(`/v1/offers?${query}`, 5)
  const providers = useLive<{ providers: Provider[] }>('/v1/providers', 10)

  return (
    <>
      <h1>Marketplace</h1>
      <p>Signed offers of storage providers. Publishing costs nothing; what is filled is decided on the chain.</p>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Class
          <select value={storageClass} onChange={(event) => (setStorageClass(event.target.value), setCursors([]))}>
            <option value="">all</option>
            {CLASSES.map((name) => (
              <option key={name} value={name}>
                {name.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <label>
          Region
          <input
            value={region}
            placeholder="eu-de"
            autoComplete="off"
            onChange={(event) => (setRegion(event.target.value.trim().toLowerCase()), setCursors([]))}
          />
        </label>
      </form>
      <Await live={offers}>
        {(page) => (
          <>
            <Offers offers={page.offers} network={network.value} />
            <Pager what="offers" back="Cheaper" onward="Dearer" place={{ cursors, go: setCursors }} next={page.next} />
          </>
        )}
      </Await>
      <h2>Providers</h2>
      <Await live={providers}>
        {(list) => <Providers providers={list.providers} network={network.value} />}
      </Await>
    </>
  )
}

function Offers({ offers, network }: { offers: Offer[]; network: Network | undefined }) {
  const token = tokenOf(network, 1)
  return (
    <Table
      caption="Offers, the cheapest first"
      rows={offers}
      keyOf={(offer) => offer.hash}
      empty="No live offers match. Offers appear as soon as a listed provider publishes one."
      columns={[
        { title: 'Provider', cell: (offer) => `#${offer.providerId}` },
        { title: 'Class', cell: (offer) => offer.class.toLowerCase() },
        { title: 'Region', cell: (offer) => offer.region },
        { title: 'GiB-month', number: true, cell: (offer) => <Money units={offer.pricePerGibMonth} token={token} /> },
        { title: 'GiB read', number: true, cell: (offer) => <Money units={offer.egressPerGib} token={token} /> },
        { title: 'For sale', number: true, cell: (offer) => bytes(offer.capacityBytes) },
        { title: 'Promised uptime', number: true, cell: (offer) => percent(offer.quality.uptimeBps) },
        { title: 'Valid until', cell: (offer) => time(offer.expiry) },
      ]}
    />
  )
}

/** The scopes in which valid certificates speak for a provider, in words. */
function certified(provider: Provider) {
  return provider.certified.map((scope) => scope.toLowerCase().replace('_', ' ')).join(', ') || 'no'
}

function Providers({ providers, network }: { providers: Provider[]; network: Network | undefined }) {
  const token = tokenOf(network, 1)
  return (
    <Table
      caption="Members of the register"
      rows={providers}
      keyOf={(provider) => provider.id}
      empty="Nobody has registered yet."
      columns={[
        { title: 'Id', cell: (provider) => `#${provider.id}` },
        { title: 'Kind', cell: (provider) => provider.kinds.join(', ').toLowerCase() },
        { title: 'Listed', cell: (provider) => <State name={provider.listed ? 'LISTED' : 'UNLISTED'} /> },
        { title: 'Status', cell: (provider) => provider.status.toLowerCase() },
        { title: 'Certified', cell: certified },
        { title: 'Paid until', cell: (provider) => (provider.paidUntil === undefined ? '' : time(provider.paidUntil)) },
        { title: 'Free stake', number: true, cell: (provider) => <Money units={provider.freeStake} token={token} /> },
        { title: 'Collateral', number: true, cell: (provider) => <Money units={provider.committedStake} token={token} /> },
        { title: 'Epochs proven', number: true, cell: (provider) => provider.confirmedEpochs },
        { title: 'Reputation', number: true, cell: (provider) => provider.reputation?.points ?? '' },
        { title: 'Penalties', number: true, cell: (provider) => provider.missedEpochs },
        { title: 'Endpoint', cell: (provider) => <code>{provider.endpoint}</code> },
      ]}
    />
  )
}
