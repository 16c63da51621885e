import { useState, type ReactNode } from 'react'
import type { Design, DesignPlan, Network } from '../api'
import { command, nines, perMillion, request, USUAL, type Wishes } from '../design'
import { bytes, duration } from '../format'
import { useAnswer, type Live } from '../live'
import { Money, ProblemNote, Table, tokenOf } from '../parts'
import { MixBars } from './MixBars'
import { Opening } from './Opening'

type Set = <K extends keyof Wishes>(field: K, value: Wishes[K]) => void

/** From wishes to plans: what is drawn and written here is priced by the platform as it changes. */
export function Designer({ network }: { network: Live<Network> }) {
  const [wishes, setWishes] = useState<Wishes>(USUAL)
  const asked = request(wishes, tokenOf(network.value, 1).decimals || 6)
  const body = 'body' in asked ? JSON.stringify(asked.body) : undefined
  const answer = useAnswer<Design>('/v1/designs', body)
  const current = body !== undefined && !answer.waiting && answer.problem === undefined
  const set: Set = (field, value) => setWishes((before) => ({ ...before, [field]: value }))
  return (
    <>
      <h1>Designer</h1>
      <p>Say what you wish; plans come from the offers that are live now. Nothing is signed or locked before you say so.</p>
      <MixBars mix={wishes.mix} change={(mix) => set('mix', mix)} priced={current ? answer.value : undefined} />
      <WishForm wishes={wishes} set={set} symbol={tokenOf(network.value, 1).symbol} wrong={'field' in asked ? asked.field : undefined} />
      {'field' in asked && (
        <p className="problem" role="alert" id="wrong">
          {asked.say}
        </p>
      )}
      {answer.problem !== undefined && <ProblemNote problem={answer.problem} />}
      <p className="muted" role="status">
        {answer.waiting ? 'Computing…' : spoken(current ? answer.value : undefined)}
      </p>
      {answer.value !== undefined && (
        <Answer design={answer.value} wishes={current ? wishes : undefined}>
          {current && answer.value.feasible && 'body' in asked && <Opening design={answer.value} body={asked.body} network={network.value} />}
        </Answer>
      )}
    </>
  )
}

/** The answer in one sentence, for who does not see the tables. */
function spoken(design: Design | undefined): string {
  if (design === undefined) return ''
  if (!design.feasible) return `These wishes cannot be met: ${design.summary}.`
  return design.plans.length === 1 ? 'One plan serves these wishes.' : `${design.plans.length} plans serve these wishes.`
}

function WishForm(props: { wishes: Wishes; set: Set; symbol: string; wrong: keyof Wishes | undefined }) {
  const { wishes, set, wrong } = props
  const fields: { field: Exclude<keyof Wishes, 'mix' | 'certified'>; label: string; hint?: string }[] = [
    { field: 'gib', label: 'Volume, GiB' },
    { field: 'days', label: 'Days' },
    { field: 'redundancy', label: 'Redundancy', hint: '2 of 3' },
    { field: 'regions', label: 'Regions', hint: 'anywhere, or eu-*' },
    { field: 'excluded', label: 'Never in', hint: 'such as us-*' },
    { field: 'egressGib', label: 'To be read, GiB' },
    { field: 'budget', label: `Budget, ${props.symbol}` },
  ]
  return (
    <form className="filters" aria-label="Wishes" onSubmit={(event) => event.preventDefault()}>
      {fields.map(({ field, label, hint }) => (
        <label key={field}>
          {label}
          <input
            value={wishes[field]}
            placeholder={hint}
            autoComplete="off"
            aria-invalid={wrong === field}
            aria-describedby={wrong === field ? 'wrong' : undefined}
            onChange={(event) => set(field, event.target.value)}
          />
        </label>
      ))}
      <label className="check">
        <input type="checkbox" checked={wishes.certified} onChange={(event) => set('certified', event.target.checked)} />
        Certified providers only
      </label>
    </form>
  )
}

/**
 * @param wishes what the design answers; none while it answers earlier ones
 * @param children how one of the plans is taken
 */
function Answer({ design, wishes, children }: { design: Design; wishes: Wishes | undefined; children: ReactNode }) {
  const cheapest = design.plans[0]
  return (
    <>
      <Table
        caption="Plans, the cheapest first"
        rows={design.plans}
        keyOf={(plan) => plan.kind}
        empty="No plan serves these wishes."
        columns={[
          { title: 'Plan', cell: (plan) => plan.kind.toLowerCase() },
          { title: 'Code', cell: (plan) => `${plan.redundancy.data} of ${plan.redundancy.total}` },
          { title: 'Locks', number: true, cell: (plan) => <Money units={plan.total} token={design} /> },
          { title: 'Of it fees, at most', number: true, cell: (plan) => <Money units={plan.feeAtMost} token={design} /> },
          { title: 'Of it in reserve', number: true, cell: (plan) => <Money units={plan.reserve} token={design} /> },
          { title: 'A day', number: true, cell: (plan) => <Money units={plan.pricePerDay} token={design} /> },
          { title: 'Durability', number: true, cell: (plan) => nines(plan.durabilityTenthsOfNines) },
          { title: 'Availability', number: true, cell: (plan) => perMillion(plan.availabilityPpm) },
          { title: 'First byte', number: true, cell: (plan) => `${plan.latencyMillis} ms` },
        ]}
      />
      {cheapest !== undefined && <Legs plan={cheapest} design={design} />}
      {children}
      {wishes !== undefined && design.feasible && <NextStep design={design} wishes={wishes} />}
      <Table
        caption={design.feasible ? 'What each wish costs, one at a time' : 'The nearest that can be met'}
        rows={design.relaxed}
        keyOf={(one) => one.wish}
        empty="No single wish decides."
        columns={[
          { title: 'Wish', cell: (one) => one.wish.toLowerCase() },
          { title: 'Instead', cell: (one) => one.instead },
          { title: 'Would lock', number: true, cell: (one) => <Money units={one.total} token={design} /> },
          ...(cheapest === undefined
            ? []
            : [
                {
                  title: 'So it costs',
                  number: true,
                  cell: (one: Design['relaxed'][number]) => <Money units={BigInt(cheapest.total) - BigInt(one.total)} token={design} />,
                },
              ]),
        ]}
      />
      <p className="muted" hidden={cheapest === undefined}>
        Durability assumes that {design.assumed.legLossBpsPerYear / 100} % of providers are lost a year, independently, and replaced within{' '}
        {duration(design.assumed.repairSeconds)}; availability that promises are kept. Runs {duration(design.durationSeconds)}.
      </p>
      {design.refused.length > 0 && (
        <details>
          <summary>{design.refused.length === 1 ? '1 offer does not serve' : `${design.refused.length} offers do not serve`}</summary>
          <ul>
            {design.refused.map((one, place) => (
              <li key={place}>
                Provider #{one.providerId} {one.reason}.
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** The same without this page. */
function NextStep({ design, wishes }: { design: Design; wishes: Wishes }) {
  return (
    <details>
      <summary>The same on the command line</summary>
      <ul className="commands">
        {design.plans.map((plan) => (
          <li key={plan.kind}>
            <span className="muted">{plan.kind.toLowerCase()}</span>
            <code>{command(wishes, plan.kind)}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Legs({ plan, design }: { plan: DesignPlan; design: Design }) {
  const rows = plan.parts.flatMap((part) => part.legs.map((leg) => ({ ...leg, part })))
  return (
    <Table
      caption="Providers of the cheapest plan"
      rows={rows}
      keyOf={(row) => row.offerHash}
      empty="None."
      columns={[
        { title: 'Class', cell: (row) => `${row.part.class.toLowerCase()}, ${bytes(row.part.volumeBytes)}` },
        { title: 'Provider', cell: (row) => `#${row.providerId}` },
        { title: 'Region', cell: (row) => row.region },
        { title: 'GiB-month', number: true, cell: (row) => <Money units={row.pricePerGibMonth} token={design} /> },
      ]}
    />
  )
}
