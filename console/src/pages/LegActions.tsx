import { useState, type ReactNode } from 'react'
import { allow, allowance, end, giveNotice, giveUp, topUp } from '../agreement'
import type { Agreement, Market, Network } from '../api'
import { units } from '../design'
import { duration } from '../format'
import { sentence } from '../wallet/eip1193'
import { Refused, send, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { ChangeRate, Extend } from './LegTerms'

/** An agreement, and the wallet of its consumer. */
export interface Given {
  agreement: Agreement
  network: Network
  market: Market
  signer: Connected
}

/** What the consumer's wallet may do with one agreement, each in a step of its own. */
export function LegActions(given: Given) {
  const { agreement } = given
  const over = agreement.state === 'CLOSED' || agreement.state === 'VOID'
  if (over) return null
  return (
    <details>
      <summary>Add money, extend, change or end</summary>
      <TopUp {...given} />
      {agreement.state === 'ACTIVE' && <Extend {...given} />}
      {agreement.state === 'ACTIVE' && <ChangeRate {...given} />}
      {agreement.state === 'ACTIVE' && (
        <Step
          name="Give notice"
          done="Notice is given."
          act={() => send(given.signer, orchestrator(given), giveNotice(agreement.id))}
          what={`The agreement ends after the time of notice, ${duration(given.network.schedule.noticeSeconds)}; until then it goes on to store and to pay. What is left comes back at its close. This cannot be taken back.`}
        />
      )}
      {agreement.state === 'OPEN' ? (
        <Step
          name="Give up waiting"
          done="It is void, and its money came back."
          act={() => send(given.signer, orchestrator(given), giveUp(agreement.id))}
          what="Where the provider let the time to start pass, all of the deposit comes back."
        />
      ) : (
        <Step
          name="Settle and close"
          done="It is closed, and what was left came back."
          act={() => send(given.signer, orchestrator(given), end(agreement.id))}
          what="When its last epoch is final: pays what is confirmed, and sends back the rest. Anybody may do it."
        />
      )}
    </details>
  )
}

export function orchestrator({ network }: Given): string {
  return network.contracts['Orchestrator'] ?? ''
}

/** A form with one button; tells what happens, what happened (or what `act` answers), and why it did not. */
export function Step(props: { name: string; what: string; done: string; act: () => Promise<unknown>; children?: ReactNode }) {
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ good: boolean; words: string }>()
  const go = async () => {
    setBusy(true)
    setTold(undefined)
    try {
      const said = await props.act()
      setTold({ good: true, words: typeof said === 'string' ? said : props.done })
    } catch (failure) {
      setTold({ good: false, words: failure instanceof Refused || failure instanceof Error ? failure.message : sentence(failure) })
    }
    setBusy(false)
  }
  return (
    <form className="step" aria-label={props.name} onSubmit={(event) => (event.preventDefault(), void go())}>
      {props.children}
      <button disabled={busy}>{props.name}</button>
      <span className="muted">{busy ? 'Waiting for wallet and chain…' : props.what}</span>
      {told !== undefined && (
        <p className={told.good ? 'good' : 'problem'} role={told.good ? 'status' : 'alert'}>
          {told.words}
        </p>
      )}
    </form>
  )
}

export function amountOf(text: string, market: Market): bigint {
  const found = units(text, market.decimals)
  if (found === undefined || found === 0n) throw new Refused(`Write an amount above zero with at most ${market.decimals} decimals, such as 2.5.`)
  return found
}

/** Lets the Orchestrator take so much of the token, where it may not already. */
export async function allowed(given: Given, wanted: bigint) {
  const { signer, market } = given
  const [now] = await view(signer, market.token, allowance(signer.account, orchestrator(given)))
  if ((now ?? 0n) < wanted) await send(signer, market.token, allow(orchestrator(given), wanted))
}

function TopUp(given: Given) {
  const { agreement, market, signer } = given
  const [text, setText] = useState('')
  const act = async () => {
    const wanted = amountOf(text, market)
    await allowed(given, wanted)
    await send(signer, orchestrator(given), topUp(agreement.id, wanted))
  }
  return (
    <Step name="Add" done="The money is in the agreement." act={act} what="To its deposit: the wallet first allows the amount, then pays it. What is not used comes back at the end.">
      <label>
        {`Amount, ${market.symbol}`}
        <input inputMode="decimal" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
    </Step>
  )
}

/** Gives the browser a file to keep. */
export function save(name: string, content: BlobPart) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
