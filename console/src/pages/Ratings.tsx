import { useLive } from '../live'
import { time } from '../format'
import { Await, Hash, Table } from '../parts'

interface Rated {
  counted: number
  meanHundredths?: number
  ratings: { engagementId: number; consumer: string; stars: number; commentHash?: string; at: number; counts: boolean }[]
}

/** What consumers said of a service provider; `brief`: in a few words. */
export function Ratings({ provider, brief = false }: { provider: number; brief?: boolean }) {
  const found = useLive<Rated>(`/v1/providers/${provider}/ratings`, 30)
  if (brief) return <>{found.value === undefined ? (found.problem === undefined ? '…' : 'ratings unknown') : inBrief(found.value)}</>
  return (
    <Await live={found}>
      {(rated) => (
        <>
          <h2>Ratings</h2>
          <p>{`${inBrief(rated)[0]?.toUpperCase()}${inBrief(rated).slice(1)}.`}</p>
          <Table
            caption="What consumers said, the newest first"
            rows={rated.ratings}
            keyOf={(one) => one.engagementId}
            empty="Nobody has rated it yet: that takes a service that was paid."
            columns={[
              { title: 'Service', cell: (one) => <a href={`#/services/${one.engagementId}`}>#{one.engagementId}</a> },
              { title: 'Stars', cell: (one) => `${one.stars} of 5` },
              { title: 'Counts', cell: (one) => (one.counts ? 'yes' : 'no: it is of the owner’s own wallet') },
              { title: 'By', cell: (one) => <Hash value={one.consumer} /> },
              { title: 'At', cell: (one) => time(one.at) },
            ]}
          />
        </>
      )}
    </Await>
  )
}

function inBrief({ counted, meanHundredths }: Rated): string {
  if (meanHundredths === undefined) return 'not rated yet'
  const mean = `${Math.floor(meanHundredths / 100)}.${(meanHundredths % 100).toString().padStart(2, '0')}`
  return `rated ${mean} of 5 by ${counted === 1 ? 'one consumer' : `${counted} consumers`}`
}
