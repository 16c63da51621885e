// A small line of figures over epochs, with what was promised as a second line, and the same as words.

const WIDTH = 320
const HEIGHT = 72
const MARGIN = 6

export interface Point {
  epoch: number
  value: number
}

/** The highest and lowest value of the plot; never the same, so that a level line lies in the middle. */
export function bounds(points: Point[], promised: number | undefined): [number, number] {
  const values = [...points.map((point) => point.value), ...(promised === undefined ? [] : [promised])]
  const low = Math.min(...values)
  const high = Math.max(...values)
  return low === high ? [low - 1, high + 1] : [low, high]
}

/** The points as an SVG path, the oldest left; a gap where an epoch is missing. */
export function path(points: Point[], [low, high]: [number, number]): string {
  const sorted = [...points].sort((a, b) => a.epoch - b.epoch)
  const first = sorted[0]?.epoch ?? 0
  const span = Math.max(1, (sorted.at(-1)?.epoch ?? 0) - first)
  return sorted
    .map((point, index) => {
      const x = MARGIN + ((point.epoch - first) * (WIDTH - 2 * MARGIN)) / span
      const before = sorted[index - 1]
      const joined = before !== undefined && before.epoch === point.epoch - 1
      return `${joined ? 'L' : 'M'}${x.toFixed(1)} ${height(point.value, [low, high]).toFixed(1)}`
    })
    .join(' ')
}

function height(value: number, [low, high]: [number, number]): number {
  return HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low)
}

/** The plot in a sentence, for whoever does not see it. */
export function summary(title: string, points: Point[], promised: number | undefined, word: (value: number) => string): string {
  const values = points.map((point) => point.value)
  const newest = [...points].sort((a, b) => b.epoch - a.epoch)[0]
  if (newest === undefined) return `${title}: nothing measured.`
  return (
    `${title} over ${points.length} ${points.length === 1 ? 'epoch' : 'epochs'}: newest ${word(newest.value)}, ` +
    `lowest ${word(Math.min(...values))}, highest ${word(Math.max(...values))}; ${promised === undefined ? 'what was promised is not known here' : `promised ${word(promised)}`}.`
  )
}

export function Plot(props: { title: string; points: Point[]; promised: number | undefined; word: (value: number) => string }) {
  const range = bounds(props.points, props.promised)
  const level = props.promised === undefined ? undefined : height(props.promised, range)
  const words = summary(props.title, props.points, props.promised, props.word)
  return (
    <figure className="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words} preserveAspectRatio="none">
        {level !== undefined && <line className="promised" x1={0} x2={WIDTH} y1={level} y2={level} />}
        <path className="measured" d={path(props.points, range)} />
        {props.points.map((point) => (
          <path key={point.epoch} className="dot" d={`${path([point], range)} h0`} transform={shift(props.points, point)}>
            <title>{`epoch ${point.epoch}: ${props.word(point.value)}`}</title>
          </path>
        ))}
      </svg>
      <figcaption>{words}</figcaption>
    </figure>
  )
}

/** A single point is drawn at the left edge: this brings it to its epoch. */
function shift(points: Point[], point: Point): string {
  const epochs = points.map((one) => one.epoch)
  const first = Math.min(...epochs)
  const span = Math.max(1, Math.max(...epochs) - first)
  return `translate(${(((point.epoch - first) * (WIDTH - 2 * MARGIN)) / span).toFixed(1)} 0)`
}
