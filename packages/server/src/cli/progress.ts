import { Writable } from 'node:stream'
import { SingleBar } from 'cli-progress'
import type { Cli } from './cli.ts'

export interface Progress {
  /** How much is done by now. */
  to(done: number): void
  stop(): void
}

/** As much of a terminal as the bar asks for. */
function terminalOf(cli: Cli): NodeJS.WriteStream {
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      cli.err(String(chunk))
      done()
    },
  })
  return Object.assign(stream, { isTTY: true, columns: 80 }) as unknown as NodeJS.WriteStream
}

/** A bar on stderr where a person watches, nothing elsewhere. */
export function startProgress(cli: Cli, { total, unit }: { total: number; unit?: string }): Progress {
  if (!cli.isInteractive) return { to: () => {}, stop: () => {} }
  const bar = new SingleBar({
    stream: terminalOf(cli),
    format: unit === undefined ? '{bar} {percentage} %' : `{bar} {percentage} %  {value}/{total} ${unit}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 20,
    hideCursor: true,
    gracefulExit: true,
  })
  bar.start(total, 0)
  return {
    to: done => bar.update(done),
    stop: () => bar.stop(),
  }
}
