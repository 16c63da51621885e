import { useState } from 'react'
import { bytes } from '../format'
import { Pager, Table } from '../parts'
import { compare, type Manifest } from '../hire'
import { keccak } from '../wallet/abi'

/** A file that was chosen; it stays in this page. */
export interface Chosen {
  name: string
  text: string
  /** Keccak-256 of its bytes, by which contracts know documents. */
  hash: `0x${string}`
}

const BYTES_MAX = 64 << 20
const ROWS = 20

/** A field for one document, which is hashed in this page and sent nowhere. */
export function FileField({ label, take }: { label: string; take: (chosen: Chosen | undefined) => void }) {
  const [problem, setProblem] = useState<string>()
  const read = async (file: File | undefined) => {
    setProblem(undefined)
    take(undefined)
    if (file === undefined) return
    if (file.size === 0 || file.size > BYTES_MAX) {
      setProblem(`${file.name} has ${file.size} bytes; a document has 1 byte to 64 MiB here. The command line takes larger ones.`)
      return
    }
    const content = new Uint8Array(await file.arrayBuffer())
    take({ name: file.name, text: new TextDecoder().decode(content), hash: keccak(content) })
  }
  return (
    <label>
      {label}
      <input type="file" onChange={(event) => void read(event.target.files?.[0])} />
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  )
}

/** What a migration moved, each object with its checksum, held against what was asked for where that is known. */
export function Checksums({ asked, delivered }: { asked: Manifest | undefined; delivered: Manifest }) {
  const [cursors, setCursors] = useState<string[]>([])
  const rows = compare(asked, delivered)
  const wrong = rows.filter((one) => !one.same).length
  const from = Number(cursors.at(-1) ?? 0)
  const next = from + ROWS < rows.length ? `${from + ROWS}` : undefined
  return (
    <>
      <p role="status" className={wrong > 0 ? 'problem' : 'good'}>
        {asked === undefined
          ? `${rows.length} objects of ${delivered.bucket}. Choose the statement of work too, and each is held against it.`
          : wrong > 0
            ? `${wrong} of ${rows.length} objects are not what the statement of work asks for.`
            : `All ${rows.length} objects have the checksums that the statement of work asks for. That the target holds these bytes, “flashback service check” tells: it reads them.`}
      </p>
      <Table
        caption="Manifest of checksums"
        rows={rows.slice(from, from + ROWS)}
        keyOf={(one) => one.key}
        empty="It names no object."
        columns={[
          { title: 'Object', cell: (one) => <code>{one.key}</code> },
          { title: 'Size', number: true, cell: (one) => bytes(BigInt(one.bytes)) },
          { title: 'SHA-256', cell: (one) => <code className="whole">{one.delivered ?? 'not delivered'}</code> },
          { title: 'As asked for', cell: (one) => (asked === undefined ? '–' : <span className={one.same ? 'good' : 'missed'}>{one.same ? '✓ the same' : one.asked === undefined ? 'was not asked for' : 'no: it differs'}</span>) },
        ]}
      />
      <Pager what="objects" back="Back" onward="More" place={{ cursors, go: setCursors }} next={next} />
    </>
  )
}
