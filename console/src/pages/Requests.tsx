import { useState } from 'react'
import { session, signIn } from '../account'
import { ApiError, read, write, type Network, type StorageClass } from '../api'
import { request, units, USUAL, type Wishes } from '../design'
import { bytes, duration, time } from '../format'
import { useLive, useNow, type Live } from '../live'
import type { QuotedTerms } from '../opening'
import { Await, Fact, Hash, Money, Pager, Table, tokenOf, type Place } from '../parts'
import { hex } from '../wallet/abi'
import { sentence } from '../wallet/eip1193'
import { Refused } from '../wallet/send'
import { useSigner, type Connected } from '../wallet/useWallet'
import { checksummed, message, requestId, salt, type WantedEntry, type WantedQuotes } from '../wanted'
import { Answer } from './Answer'
import { Problem, useAsked } from './Buckets'
import { Step } from './LegActions'
import { Quote } from './Opening'

/** 730 hours, as everywhere prices of a month are meant. */
const MONTH_SECONDS = 2_628_000n
const CLASSES: StorageClass[] = ['FAST', 'DECENTRALIZED', 'ARCHIVE']

/** The market the other way round: consumers write what they wish, providers answer with offers of their own. */
export function Requests({ network }: { network: Live<Network> }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const found = useLive<{ requests: WantedEntry[]; next?: string }>(`/v1/quote-requests?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, 5)
  return (
    <>
      <p>
        <a href="#/">Marketplace</a>
      </p>
      <h1>Requests for quotes</h1>
      <p>
        Say what you wish and let providers answer. How many answered is for everybody to see, what they answered for you alone. Nothing is locked before you
        sign a quote.
      </p>
      {found.problem?.status === 404 ? (
        <p className="empty">This platform takes no requests for quotes. Its marketplace has the offers that providers publish.</p>
      ) : (
        <Open found={found} network={network.value} place={{ cursors, go: setCursors }} />
      )}
    </>
  )
}

function Open({ found, network, place }: { found: Live<{ requests: WantedEntry[]; next?: string }>; network: Network | undefined; place: Place }) {
  const signer = useSigner(network)
  return (
    <>
      <Await live={found}>
        {(page) => (
          <>
            <Table
              caption="Requests that may be answered now, the newest first"
              rows={page.requests}
              keyOf={(one) => one.id}
              empty="Nobody asks at the moment."
              columns={[
                { title: 'Request', cell: (one) => <a href={`#/requests/${one.id}`}><Hash value={one.id} /></a> },
                { title: 'Class', cell: (one) => one.request.wishes.class.toLowerCase() },
                { title: 'Volume', number: true, cell: (one) => bytes(one.request.wishes.volumeBytes) },
                { title: 'For', cell: (one) => duration(one.request.wishes.durationSeconds) },
                { title: 'Regions', cell: (one) => one.request.wishes.regions?.join(', ') || 'anywhere' },
                { title: 'Budget', number: true, cell: (one) => <Money units={one.request.wishes.budget} token={tokenOf(network, 1)} /> },
                { title: 'Until', cell: (one) => time(one.request.expiresAt) },
                { title: 'Answers', number: true, cell: (one) => one.answers },
              ]}
            />
            <Pager what="requests" back="Newer" onward="Older" place={place} next={page.next} />
          </>
        )}
      </Await>
      <h2>Ask providers</h2>
      {signer === undefined || network === undefined ? (
        <p className="muted">Connect a wallet above to sign a request of your own.</p>
      ) : (
        <Ask signer={signer} network={network} />
      )}
      <p className="muted">
        Providers answer on a request’s page with their node’s key, by <code>./flashback quote answer</code>, or their nodes by themselves.
      </p>
    </>
  )
}

function Ask({ signer, network }: { signer: Connected; network: Network }) {
  const [wishes, setWishes] = useState<Wishes>(USUAL)
  const [name, setName] = useState<StorageClass>('FAST')
  const [hours, setHours] = useState('1')
  const [placed, setPlaced] = useState<string>()
  const token = tokenOf(network, 1)
  const set = (field: keyof Wishes) => (event: { target: { value: string } }) => setWishes((before) => ({ ...before, [field]: event.target.value }))
  const act = async () => {
    const asked = wanted(wishes, name, hours, signer.account, token.decimals)
    const signature = await signer.provider
      .request({ method: 'personal_sign', params: [hex(new TextEncoder().encode(message(asked, network.chainId))), signer.account] })
      .catch((failure: unknown) => {
        throw new Refused(sentence(failure))
      })
    const entry = await write<WantedEntry>('POST', '/v1/quote-requests', { request: asked, signature })
    if (entry.id !== requestId(asked)) throw new Refused('The platform placed something else than what was signed. Tell its operator; nothing is locked.')
    setPlaced(entry.id)
  }
  const fields: { field: Exclude<keyof Wishes, 'mix' | 'certified' | 'excluded'>; label: string; hint?: string }[] = [
    { field: 'gib', label: 'Volume, GiB' },
    { field: 'days', label: 'Days' },
    { field: 'redundancy', label: 'Redundancy', hint: '2 of 3' },
    { field: 'regions', label: 'Regions', hint: 'anywhere, or eu-de' },
    { field: 'egressGib', label: 'To be read, GiB' },
    { field: 'budget', label: `Budget, ${token.symbol}` },
  ]
  return (
    <>
      <Step name="Sign the request" what="A signature over a text: it locks nothing." done="It is there, and providers see it." act={act}>
        <label>
          Class
          <select value={name} onChange={(event) => setName(event.target.value as StorageClass)}>
            {CLASSES.map((one) => (
              <option key={one} value={one}>
                {one.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        {fields.map(({ field, label, hint }) => (
          <label key={field}>
            {label}
            <input value={wishes[field]} placeholder={hint} autoComplete="off" onChange={set(field)} />
          </label>
        ))}
        <label>
          Answers within hours
          <input value={hours} inputMode="numeric" autoComplete="off" onChange={(event) => setHours(event.target.value)} />
        </label>
      </Step>
      {placed !== undefined && (
        <p>
          <a href={`#/requests/${placed}`}>See the answers as they come</a>
        </p>
      )}
    </>
  )
}

/** The request as it is signed. @throws Refused that says which field is wrong */
export function wanted(wishes: Wishes, name: StorageClass, hours: string, account: string, decimals: number, now = Date.now()): WantedQuotes {
  const asked = request(wishes, decimals)
  if (!('body' in asked)) throw new Refused(asked.say)
  if (!/^\s*[1-9]\d{0,2}\s*$/.test(hours) || Number(hours) > 168) throw new Refused('Write within how many hours answers may come: 1 to 168.')
  const body = asked.body as Record<'volumeBytes' | 'egressBytes', string> & { durationSeconds: number; redundancy: { data: number; total: number }; regions: string[] }
  return {
    wishes: {
      consumer: checksummed(account),
      volumeBytes: body.volumeBytes,
      durationSeconds: body.durationSeconds,
      redundancy: body.redundancy,
      regions: body.regions,
      class: name,
      egressBytes: body.egressBytes,
      budget: `${units(wishes.budget, decimals) ?? 0n}`,
    },
    expiresAt: Math.floor(now / 1000) + Number(hours) * 3600,
    salt: salt(),
  }
}

/** One request, and for whoever placed it the answers and a quote from them. */
export function RequestView({ id, network }: { id: string; network: Live<Network> }) {
  const found = useLive<WantedEntry>(`/v1/quote-requests/${encodeURIComponent(id)}`, 5)
  return (
    <>
      <p>
        <a href="#/requests">Requests for quotes</a>
      </p>
      <h1>Request</h1>
      <Await live={found}>{(one) => <Details entry={one} network={network.value} />}</Await>
    </>
  )
}

function Details({ entry, network }: { entry: WantedEntry; network: Network | undefined }) {
  const { wishes, expiresAt } = entry.request
  const now = useNow()
  const signer = useSigner(network)
  const own = signer !== undefined && signer.account.toLowerCase() === wishes.consumer.toLowerCase()
  return (
    <>
      <dl className="facts">
        <Fact name="Class">{wishes.class.toLowerCase()}</Fact>
        <Fact name="Volume">{bytes(wishes.volumeBytes)}</Fact>
        <Fact name="Of it at one provider">{bytes(entry.legBytes)}</Fact>
        <Fact name="For">{duration(wishes.durationSeconds)}</Fact>
        <Fact name="Redundancy">{`${wishes.redundancy.data} of ${wishes.redundancy.total}`}</Fact>
        <Fact name="Regions">{wishes.regions?.join(', ') || 'anywhere'}</Fact>
        <Fact name="Budget"><Money units={wishes.budget} token={tokenOf(network, 1)} /></Fact>
        <Fact name={expiresAt > now ? 'Answers until' : 'Answers were possible until'}>{time(expiresAt)}</Fact>
        <Fact name="Answers">{entry.answers}</Fact>
        <Fact name="Consumer"><code className="whole">{wishes.consumer}</code></Fact>
      </dl>
      {own && network !== undefined ? (
        <Mine key={`${entry.id} ${entry.answers}`} id={entry.id} signer={signer} network={network} />
      ) : (
        <p className="muted">What was answered is shown to its consumer alone: connect that wallet, and sign in with it in the settings.</p>
      )}
      {!own && signer !== undefined && network !== undefined && expiresAt > now && <Answer key={signer.account} entry={entry} signer={signer} network={network} />}
    </>
  )
}

interface Answered {
  hash: string
  providerId: number
  answeredAt: number
  answer: { offer: { market: string; ratePerGib: string; egressPerGib: string; region: string; expiry: string } }
}

function Mine({ id, signer, network }: { id: string; signer: Connected; network: Network }) {
  const base = `/v1/quote-requests/${encodeURIComponent(id)}`
  const who = useAsked(session, 'session')
  const answers = useAsked((signal) => answersOf(base, signal), `${base} ${who.value?.wallet ?? ''}`)
  const [quote, setQuote] = useState<QuotedTerms>()
  if (who.value === null || (who.value !== undefined && who.value.wallet.toLowerCase() !== signer.account.toLowerCase())) {
    return <Step name="Sign in" what="Answers are for you alone: the wallet signs that it is you. It costs nothing." done="Signed in." act={() => signIn(signer).then(who.again)} />
  }
  const act = async () => setQuote(await write<QuotedTerms>('POST', `${base}/quote`))
  return (
    <>
      <Problem text={answers.problem ?? who.problem} />
      {answers.value !== undefined && (
        <Table
          caption="Answers, the cheapest first"
          rows={answers.value}
          keyOf={(one) => one.hash}
          empty="Nobody has answered yet. This page looks again by itself."
          columns={[
            { title: 'Provider', cell: (one) => <a href={`#/providers/${one.providerId}`}>#{one.providerId}</a> },
            { title: 'Answered', cell: (one) => time(one.answeredAt) },
            { title: 'Region', cell: (one) => regionOf(one.answer.offer.region) },
            { title: 'GiB and month', number: true, cell: (one) => <Money units={(BigInt(one.answer.offer.ratePerGib) * MONTH_SECONDS) >> 32n} token={tokenOf(network, Number(one.answer.offer.market))} /> },
            { title: 'GiB read', number: true, cell: (one) => <Money units={one.answer.offer.egressPerGib} token={tokenOf(network, Number(one.answer.offer.market))} /> },
            { title: 'Stands until', cell: (one) => time(Number(one.answer.offer.expiry)) },
            { title: 'Signed offer', cell: (one) => <Hash value={one.hash} /> },
          ]}
        />
      )}
      <Step name="Quote from the answers" what="Computes and freezes a quote from these answers alone; what it locks is shown before you sign." done="The quote is below." act={act} />
      {quote !== undefined && <Quote key={quote.quoteHash} quote={quote} signer={signer} network={network} again={() => setQuote(undefined)} />}
    </>
  )
}

/** A region as the contract has it: short ASCII, left aligned in 32 bytes. */
export function regionOf(word: string): string {
  return (word.slice(2).match(/../g) ?? []).map((pair) => parseInt(pair, 16)).filter((code) => code > 31 && code < 127).map((code) => String.fromCharCode(code)).join('')
}

async function answersOf(base: string, signal: AbortSignal): Promise<Answered[]> {
  try {
    return (await read<{ answers: Answered[] }>(`${base}/answers`, signal)).answers
  } catch (failure) {
    // Nobody is signed in yet: told beside the link that leads there.
    if (failure instanceof ApiError && failure.problem.status === 401) return []
    throw failure
  }
}
