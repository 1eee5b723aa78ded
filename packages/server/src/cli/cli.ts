import type { Command } from 'commander'

/** What a command may touch of the world around it. */
export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether a person watches stderr, so that a line may be overwritten. */
  readonly isInteractive: boolean
  readonly stdin: AsyncIterable<Uint8Array>
}

/** Options every command takes. */
export interface GlobalOptions {
  readonly database?: string
  readonly json?: true
}

/** A sentence for the person at the keyboard; ends the process with this code. */
export class CliError extends Error {
  override readonly name = 'CliError' as const
  /** 1: it went wrong. 2: it was asked for wrongly. */
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

export const globalOptions = (command: Command): GlobalOptions => command.optsWithGlobals<GlobalOptions>()

/** One JSON document with `--json`, else lines for people. */
export function print(cli: Cli, { json }: GlobalOptions, answer: { document: unknown; lines: readonly string[] }): void {
  if (json) cli.out(`${JSON.stringify(answer.document, null, 2)}\n`)
  else for (const line of answer.lines) cli.out(`${line}\n`)
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
