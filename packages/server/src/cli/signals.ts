const SIGNALS = ['SIGTERM', 'SIGINT'] as const
const EXIT_BY_SIGNAL: Record<(typeof SIGNALS)[number], number> = { SIGINT: 130, SIGTERM: 143 }

/** Resolves at the first signal to stop; the second ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise(resolve => {
    let stopping = false
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (stopping) process.exit(EXIT_BY_SIGNAL[signal])
        stopping = true
        resolve()
      })
    }
  })
}
