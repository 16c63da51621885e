import { useState } from 'react'
import type { Network } from '../api'
import { kindOf } from '../engagement'
import { amount, duration } from '../format'
import { price } from '../hire'
import { serviceData, serviceTerms, USUAL_MILESTONE, type MilestoneFields, type Offerer, type OfferFields } from '../offering'
import { tokenOf } from '../parts'
import { call } from '../wallet/abi'
import { send, signTyped, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { salt } from '../wanted'
import { useProvider } from './Answer'
import { useAsked } from './Buckets'
import { FileField, type Chosen } from './Files'
import { save, Step } from './LegActions'

/** Kinds of services, as the Registry's bits. */
const KINDS = [8, 32, 64]
const MILESTONES_MAX = 16
const LOOK_SECONDS = 3 * 86_400
const MILESTONE: { field: keyof MilestoneFields; label: (index: number, symbol: string) => string }[] = [
  { field: 'amount', label: (index, symbol) => `Milestone ${index} pays, ${symbol}` },
  { field: 'within', label: (index) => `Milestone ${index} delivered within` },
  { field: 'look', label: (index) => `Time to look at milestone ${index}` },
]

/** What the contracts say about the provider; undefined while they are asked, or where it does no services. */
function useOfferer(provider: bigint | undefined, signer: Connected, network: Network): { value: Offerer | undefined; again: () => void } {
  const registry = network.contracts['Registry'] ?? ''
  const engagements = network.contracts['Engagements'] ?? ''
  const found = useAsked(async (): Promise<Offerer | null> => {
    if (provider === undefined || provider === 0n) return null
    const one = async (to: string, data: string) => (await view(signer, to, data))[0] ?? 0n
    return {
      provider,
      kinds: await one(registry, call('kindsOf(uint64)', provider)),
      nonce: await one(engagements, call('offerNonceOf(uint64)', provider)),
      lookLeast: await one(engagements, call('acceptSecondsLeast()')),
      lookMost: await one(engagements, call('acceptSecondsMost()')),
    }
  }, `${engagements} ${provider}`)
  return { value: found.value ?? undefined, again: found.again }
}

/** The provider's side of hiring: signs an offer about a statement of work, and gives it as a file for the consumer. */
export function OfferService({ signer, network }: { signer: Connected; network: Network }) {
  const provider = useProvider(signer, network)
  const offerer = useOfferer(provider, signer, network)
  const kinds = KINDS.filter((kind) => offerer.value !== undefined && (offerer.value.kinds & BigInt(kind)) !== 0n)
  if (offerer.value === undefined || kinds.length === 0) return null
  return <Form key={`${signer.account} ${offerer.value.nonce}`} offerer={offerer.value} kinds={kinds} signer={signer} network={network} again={offerer.again} />
}

function Form({ offerer, kinds, signer, network, again }: { offerer: Offerer; kinds: number[]; signer: Connected; network: Network; again: () => void }) {
  const first = { ...USUAL_MILESTONE, look: duration(Math.min(LOOK_SECONDS, Number(offerer.lookMost))) }
  const [wanted, setWanted] = useState<OfferFields>({ consumer: '', kind: `${kinds[0]}`, milestones: [first], valid: '3 d' })
  const [work, setWork] = useState<Chosen>()
  const [given, setGiven] = useState<string>()
  const token = tokenOf(network, 1)
  const set = (field: 'consumer' | 'kind' | 'valid') => (event: { target: { value: string } }) => setWanted((before) => ({ ...before, [field]: event.target.value }))
  const stage = (index: number, field: keyof MilestoneFields) => (event: { target: { value: string } }) =>
    setWanted((before) => ({ ...before, milestones: before.milestones.map((one, at) => (at === index ? { ...one, [field]: event.target.value } : one)) }))
  const act = async () => {
    setGiven(undefined)
    const offer = serviceTerms(wanted, work?.hash, offerer, token.decimals, salt(), Date.now() / 1000)
    const signature = await signTyped(signer, serviceData(offer, network))
    save('offer.json', JSON.stringify({ ...offer, signature }, null, 2))
    setGiven(`${amount(price(offer), token.decimals)} ${token.symbol} in ${offer.milestones.length} milestones`)
  }
  const cancel = () => send(signer, network.contracts['Engagements'] ?? '', call('cancelOffers(uint64)', offerer.provider)).then(again)
  return (
    <section aria-labelledby="offer-service">
      <h2 id="offer-service">{`Offer a service as provider #${offerer.provider}`}</h2>
      <p>The consumer gave you a statement of work. Your key signs an offer about exactly that document, for that consumer alone; it becomes a file, which you send.</p>
      <Step name="Sign the offer" what="A signature: it costs nothing, and binds you until the offer expires." done="It is in offer.json: send that file to the consumer." act={act}>
        <FileField label="Statement of work" take={setWork} />
        <label>
          Consumer
          <input value={wanted.consumer} placeholder="0x…" autoComplete="off" spellCheck={false} onChange={set('consumer')} />
        </label>
        <label>
          Kind of work
          <select value={wanted.kind} onChange={set('kind')}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindOf(kind)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Offer stands for
          <input value={wanted.valid} autoComplete="off" onChange={set('valid')} />
        </label>
        {wanted.milestones.flatMap((one, index) =>
          MILESTONE.map(({ field, label }) => (
            <label key={`${index} ${field}`}>
              {label(index, token.symbol)}
              <input value={one[field]} inputMode={field === 'amount' ? 'decimal' : 'text'} autoComplete="off" onChange={stage(index, field)} />
            </label>
          )),
        )}
      </Step>
      <p>
        {wanted.milestones.length < MILESTONES_MAX && (
          <button type="button" onClick={() => setWanted((before) => ({ ...before, milestones: [...before.milestones, first] }))}>
            Another milestone
          </button>
        )}{' '}
        {wanted.milestones.length > 1 && (
          <button type="button" onClick={() => setWanted((before) => ({ ...before, milestones: before.milestones.slice(0, -1) }))}>
            Without the last milestone
          </button>
        )}
      </p>
      {given !== undefined && <p>Offered: {given}.</p>}
      <details>
        <summary>Take all offers back</summary>
        <Step name="Cancel all offers" what="All that this provider has offered and nobody has hired becomes void." done="They are void." act={cancel} />
      </details>
    </section>
  )
}
