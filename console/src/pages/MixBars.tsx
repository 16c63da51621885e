import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Design, DesignPart } from '../api'
import { borders, moved, PARTS, PRESETS, shifted, type Mix } from '../design'
import { Money } from '../parts'

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -100, End: 100 }

/** The shares of the classes as one bar, whose borders are dragged by pointer or by arrow keys. */
export function MixBars(props: { mix: Mix; change: (mix: Mix) => void; priced: Design | undefined }) {
  const { mix, change, priced } = props
  return (
    <section aria-labelledby="mix">
      <h2 id="mix">Mix, per cent</h2>
      <Bar mix={mix} change={change} />
      <div className="shares">
        {PARTS.map(({ name, storageClass }) => (
          <label key={name}>
            <span>
              <span className={`key ${name}`} aria-hidden="true" /> {name}
            </span>
            <input type="number" min={0} max={100} step={1} value={mix[name]} onChange={(event) => change(moved(mix, name, event.target.valueAsNumber || 0))} />
            <Part part={priced?.plans[0]?.parts.find((one) => one.class === storageClass)} token={priced} />
          </label>
        ))}
      </div>
      <fieldset className="presets">
        <legend className="muted">Usual mixes: fast / decentralized / archive</legend>
        {PRESETS.map((preset) => (
          <button
            key={preset.name}
            type="button"
            aria-pressed={PARTS.every(({ name }) => preset.mix[name] === mix[name])}
            onClick={() => change(preset.mix)}
          >
            {preset.name} {PARTS.map(({ name }) => preset.mix[name]).join('/')}
          </button>
        ))}
      </fieldset>
    </section>
  )
}

/** What a share locks in the cheapest plan. */
function Part({ part, token }: { part: DesignPart | undefined; token: Design | undefined }) {
  return <span className="muted">{part !== undefined && token !== undefined ? <Money units={part.total} token={token} /> : '–'}</span>
}

function Bar({ mix, change }: { mix: Mix; change: (mix: Mix) => void }) {
  const track = useRef<HTMLDivElement>(null)
  const at = (clientX: number) => {
    const box = track.current?.getBoundingClientRect()
    return box === undefined || box.width === 0 ? undefined : ((clientX - box.left) * 100) / box.width
  }
  // Capturing the pointer: a drag goes on where the hand leaves the bar.
  const grab = (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId)
  const drag = (border: 0 | 1) => (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const to = at(event.clientX)
    if (to !== undefined) change(shifted(mix, border, to))
  }
  const press = (border: 0 | 1) => (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    change(shifted(mix, border, borders(mix)[border] + step))
  }
  return (
    <div className="mix">
      <div className="track" ref={track}>
        {PARTS.map(({ name }) => (
          <span key={name} className={`part ${name}`} style={{ width: `${mix[name]}%` }} aria-hidden="true">
            {mix[name] >= 15 && `${mix[name]} %`}
          </span>
        ))}
        {([0, 1] as const).map((border) => {
          const [left, right] = [PARTS[border]!.name, PARTS[border + 1]!.name]
          return (
            <span
              key={border}
              className={`border ${border === 0 ? 'before' : 'behind'}`}
              style={{ left: `${borders(mix)[border]}%` }}
              role="slider"
              tabIndex={0}
              aria-label={`Border between ${left} and ${right}`}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={borders(mix)[border]}
              aria-valuetext={PARTS.map(({ name }) => `${mix[name]} per cent ${name}`).join(', ')}
              onKeyDown={press(border)}
              onPointerDown={grab}
              onPointerMove={drag(border)}
            />
          )
        })}
      </div>
    </div>
  )
}
