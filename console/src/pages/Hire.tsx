import { useMemo, useState } from 'react'
import { allow, allowance } from '../agreement'
import type { Network } from '../api'
import { kindOf } from '../engagement'
import { amount, duration, percent, time } from '../format'
import { hireData, openedId, price, readManifest, readOffer, termsHash, type ServiceOffer } from '../hire'
import { useNow } from '../live'
import { Fact, Hash, Money, Table, tokenOf } from '../parts'
import { Refused, send, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { Problem, words } from './Buckets'
import { FileField, type Chosen } from './Files'
import { Step } from './LegActions'
import { useBalance } from './Opening'
import { Ratings } from './Ratings'

/** Hires what a provider offered in a file. What is locked is what the file says, and that is shown before the wallet is asked. */
export function Hire({ signer, network }: { signer: Connected; network: Network }) {
  const [file, setFile] = useState<Chosen>()
  const [work, setWork] = useState<Chosen>()
  const read = useMemo(() => {
    if (file === undefined) return {}
    try {
      return { offer: readOffer(file.text) }
    } catch (failure) {
      return { problem: words(failure) }
    }
  }, [file])
  return (
    <section aria-labelledby="hire">
      <h2 id="hire">Hire</h2>
      <p>
        You write what shall be done (for a migration: <code>./flashback service statement</code>), the provider signs an offer about it (
        <code>./flashback service offer</code>). Choose both; neither leaves this page.
      </p>
      <form className="filters" aria-label="Documents" onSubmit={(event) => event.preventDefault()}>
        <FileField label="Offer of the provider" take={setFile} />
        <FileField label="Statement of work" take={setWork} />
      </form>
      <Problem text={read.problem} />
      {read.offer !== undefined && <Offered key={`${signer.account} ${file?.hash}`} offer={read.offer} work={work} signer={signer} network={network} />}
    </section>
  )
}

function Offered({ offer, work, signer, network }: { offer: ServiceOffer; work: Chosen | undefined; signer: Connected; network: Network }) {
  const now = useNow()
  const [hired, setHired] = useState<number>()
  const market = network.markets.find((one) => one.id === Number(offer.market))
  const holds = useBalance(signer, market?.token ?? '')
  const contract = network.contracts['Engagements'] ?? ''
  if (market === undefined) return <Problem text={`The offer is about market ${offer.market}, which this platform does not know. Ask the provider for another.`} />
  const token = tokenOf(network, market.id)
  const total = price(offer)
  const wrong = hindrance(offer, work, signer.account, holds, now)
  const manifest = work === undefined ? undefined : readManifest(work.text)
  const hire = async () => {
    if (wrong !== undefined) throw new Refused(wrong)
    const [allowed] = await view(signer, market.token, allowance(signer.account, contract))
    if ((allowed ?? 0n) < total) await send(signer, market.token, allow(contract, total))
    setHired(openedId(await send(signer, contract, hireData(offer)), contract))
  }
  return (
    <section className="card" aria-label="The offer">
      <dl className="facts">
        <Fact name="Locks in all"><Money units={total} token={token} /></Fact>
        <Fact name="Work">{kindOf(Number(offer.kind))}</Fact>
        <Fact name="Provider"><a href={`#/providers/${offer.provider}`}>#{offer.provider}</a>, <Ratings provider={Number(offer.provider)} brief /></Fact>
        <Fact name="The offer stands until">{time(Number(offer.expiry))}</Fact>
        <Fact name="Fee, of what the provider earns">{percent(market.feeBps)}</Fact>
        <Fact name="This wallet holds">{holds === undefined ? '…' : <Money units={holds} token={token} />}</Fact>
        <Fact name="Statement of work">
          {work === undefined ? <Hash value={offer.statementHash} /> : work.hash === offer.statementHash ? <span className="good">✓ the one you chose</span> : <span className="missed">another than you chose</span>}
        </Fact>
        <Fact name="Terms"><Hash value={termsHash(offer, network)} /></Fact>
      </dl>
      {manifest !== undefined && (
        <p>
          To be moved: {manifest.objects.length} objects of bucket <code>{manifest.bucket}</code>, from <code className="whole">{manifest.from}</code> to{' '}
          <code className="whole">{manifest.to}</code>.
        </p>
      )}
      <Table
        caption="Milestones"
        rows={offer.milestones.map((one, index) => ({ ...one, index }))}
        keyOf={(one) => one.index}
        empty="None."
        columns={[
          { title: 'Milestone', cell: (one) => one.index },
          { title: 'Pays', number: true, cell: (one) => <Money units={one.amount} token={token} /> },
          { title: 'To be delivered until', cell: (one) => time(Number(one.deliverBy)) },
          { title: 'Then you may look for', cell: (one) => duration(Number(one.acceptSeconds)) },
        ]}
      />
      {hired === undefined ? (
        <>
          <Problem text={wrong} />
          <Step
            key={work?.hash}
            name={`Hire, and lock ${amount(total, token.decimals)} ${token.symbol}`}
            what="The wallet allows exactly this sum, then pays it into escrow. Each milestone is paid when you accept it, say nothing in time, or a panel rules."
            done="It is hired."
            act={hire}
          />
        </>
      ) : (
        <p role="status" className="good">
          Hired: <a href={`#/services/${hired}`}>service #{hired}</a>.
        </p>
      )}
    </section>
  )
}

/** Why the offer cannot be hired by this wallet now; none where nothing is in the way. */
function hindrance(offer: ServiceOffer, work: Chosen | undefined, account: string, holds: bigint | undefined, now: number): string | undefined {
  if (offer.consumer.toLowerCase() !== account.toLowerCase()) return `The offer is made to ${offer.consumer}. Choose that account in the wallet.`
  if (Number(offer.expiry) <= now) return 'The offer has expired. Ask the provider for another.'
  if (work === undefined) return 'Choose the statement of work as well: a dispute is decided by it.'
  if (work.hash !== offer.statementHash) return 'The offer is about another statement of work than the one you chose. Ask the provider for an offer about yours.'
  if (holds !== undefined && holds < price(offer)) return 'The wallet holds less than that. Bring more to it.'
  return undefined
}
