import { StrictMode, useEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import type { Network } from './api'
import { useLive, usePlace, type Live } from './live'
import { Buckets } from './pages/Buckets'
import { ApplicationView, Certification } from './pages/Certification'
import { DisputeView, Disputes } from './pages/Disputes'
import { Designer } from './pages/Designer'
import { Epochs } from './pages/Epochs'
import { Marketplace } from './pages/Marketplace'
import { NetworkPage } from './pages/NetworkPage'
import { OfferView } from './pages/Offers'
import { MemberView, Register } from './pages/Register'
import { RequestView, Requests } from './pages/Requests'
import { Services } from './pages/Services'
import { Settings } from './pages/Settings'
import { Slas, SlaView } from './pages/Slas'
import { WalletProvider } from './wallet/useWallet'
import { WalletBar } from './wallet/WalletBar'
import './style.css'
import './designer.css'
import './wallet.css'
import './buckets.css'
import './registers.css'

/** Pages that others lead to. */
const BESIDE: Record<string, string> = { offers: 'Offer', certification: 'Certification', requests: 'Requests for quotes' }

const PLACES = [
  { place: '', title: 'Marketplace' },
  { place: 'design', title: 'Designer' },
  { place: 'slas', title: 'Agreements' },
  { place: 'services', title: 'Services' },
  { place: 'buckets', title: 'Buckets' },
  { place: 'epochs', title: 'Epochs' },
  { place: 'providers', title: 'Register' },
  { place: 'disputes', title: 'Disputes' },
  { place: 'network', title: 'Network' },
  { place: 'settings', title: 'Settings' },
]

function Console() {
  const place = usePlace()
  const network = useLive<Network>('/v1/network', 10)
  const main = useRef<HTMLElement>(null)
  const section = place.split('/')[0] ?? ''
  const title = BESIDE[section] ?? PLACES.find((one) => one.place === section)?.title ?? 'Not found'
  const first = useRef(true)

  useEffect(() => {
    document.title = `${title} – Flashback`
    // Who follows a link goes on reading at the page's start; who just arrived starts at the top.
    if (!first.current) main.current?.focus()
    first.current = false
  }, [place, title])

  return (
    <WalletProvider network={network.value}>
      <a className="skip" href="#content" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        To the content
      </a>
      <header>
        <span className="brand">Flashback</span>
        <nav aria-label="Pages">
          {PLACES.map((one) => (
            <a key={one.place} href={`#/${one.place}`} aria-current={one.place === section ? 'page' : undefined}>
              {one.title}
            </a>
          ))}
        </nav>
        <WalletBar network={network.value} />
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Page place={place} network={network} />
      </main>
    </WalletProvider>
  )
}

function Page({ place, network }: { place: string; network: Live<Network> }) {
  const [section, id, ...rest] = place.split('/')
  switch (section) {
    case '':
      return <Marketplace network={network} />
    case 'offers':
      return <OfferView hash={id ?? ''} network={network} />
    case 'design':
      return <Designer network={network} />
    case 'slas':
      return id === undefined ? <Slas network={network} /> : <SlaView id={id} network={network} />
    case 'buckets':
      return <Buckets network={network} place={[id ?? '', ...rest].join('/')} />
    case 'epochs':
      return <Epochs network={network} />
    case 'providers':
      return id === undefined ? <Register network={network} /> : <MemberView id={id} network={network} />
    case 'services':
      return <Services key={id ?? ''} network={network} id={id} />
    case 'certification':
      return id === undefined ? <Certification /> : <ApplicationView id={id} />
    case 'requests':
      return id === undefined ? <Requests network={network} /> : <RequestView id={id} network={network} />
    case 'disputes':
      return id === undefined ? <Disputes network={network} /> : <DisputeView id={id} network={network} />
    case 'settings':
      return <Settings network={network} place={id} />
    case 'network':
      return <NetworkPage network={network} />
    default:
      return (
        <>
          <h1>Not found</h1>
          <p>
            There is no such page. <a href="#/">To the marketplace</a>
          </p>
        </>
      )
  }
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html lacks the element #root')
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
