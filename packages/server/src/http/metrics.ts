import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What waits for delivery now. */
export interface Backlog {
  due: number
  /** Epoch milliseconds. */
  oldestDueAt: number | null
}

export interface MetricsOptions {
  backlog(): Promise<Backlog>
  /** Wall time, epoch milliseconds. */
  now(): number
}

export interface ObservedRequest {
  method: string
  /** The pattern, never the path: paths carry ids and tokens. */
  route: string
  status: number
}

/** What came of a try to fetch the picture of a post. */
export interface ThumbnailTry {
  outcome: string
  reason: string
}

export interface Metrics {
  observe(request: ObservedRequest, seconds: number): void
  countThumbnail(tried: ThumbnailTry): void
  /** Prometheus text. */
  print(): Promise<{ contentType: string; text: string }>
}

let ofProcess: Registry | undefined

/** Memory, garbage collection and the delay of the event loop; one set per process, begun when first asked for. */
function processMetrics(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}

export function createMetrics({ backlog, now }: MetricsOptions): Metrics {
  const registry = new Registry()
  const due = new Gauge({
    name: 'sparkkit_webhook_deliveries_due',
    help: 'Deliveries whose time has come and that nobody works on.',
    registers: [registry],
  })
  const oldestAge = new Gauge({
    name: 'sparkkit_webhook_oldest_due_age_seconds',
    help: 'How long the delivery that waits longest has been due. 0 when none is.',
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'sparkkit_http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  const thumbnails = new Counter({
    name: 'sparkkit_thumbnail_fetches_total',
    help: 'Tries to fetch the picture of a post, by what came of them.',
    labelNames: ['outcome', 'reason'],
    registers: [registry],
  })
  return {
    countThumbnail: ({ outcome, reason }) => thumbnails.inc({ outcome, reason }),
    observe: ({ method, route, status }, seconds) => durations.observe({ method, route, status: String(status) }, seconds),
    async print() {
      const { due: count, oldestDueAt } = await backlog()
      due.set(count)
      oldestAge.set(oldestDueAt === null ? 0 : Math.max(0, now() - oldestDueAt) / 1000)
      const all = Registry.merge([registry, processMetrics()])
      return { contentType: all.contentType, text: await all.metrics() }
    },
  }
}
