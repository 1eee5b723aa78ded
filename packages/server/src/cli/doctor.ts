import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { parseDatabaseUrl } from '../db/database-url.ts'
import { diagnose, type Finding } from '../db/diagnose.ts'
import { openEngine } from '../db/engine.ts'
import { storageAdvice } from '../db/faults.ts'
import { createKeyRing } from '../security/key-ring.ts'
import { type Cli, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'

const SIGNS: Record<Finding['level'], string> = { ok: '✓', warning: '!', error: '✗' }

export function addDoctor(program: Command, cli: Cli, end: (code: number) => void): void {
  program
    .command('doctor')
    .description('look whether the database, its schema, the key ring, the clock and the disk are well')
    .action(async (_options: object, command: Command) => {
      const config = readConfig(cli, globalOptions(command))
      const findings = await examine(config.databaseUrl, config.keyRing)
      print(cli, globalOptions(command), {
        document: { well: findings.every(finding => finding.level !== 'error'), findings },
        lines: findings.map(({ level, sentence }) => `${SIGNS[level]} ${sentence}`),
      })
      if (findings.some(finding => finding.level === 'error')) end(1)
    })
}

async function examine(databaseUrl: string, keyRing: string): Promise<Finding[]> {
  const location = parseDatabaseUrl(databaseUrl)
  if (location.engine === 'sqlite' && !existsSync(location.path)) {
    return [{ check: 'database', level: 'error', sentence: `There is no database at ${location.path}. \`sparkkit migrate\` makes one.` }]
  }
  try {
    const engine = await openEngine(databaseUrl)
    try {
      return await diagnose(engine, { databaseUrl, keyRing: createKeyRing(keyRing), now: Date.now() })
    } finally {
      await engine.close()
    }
  } catch (error) {
    const sentence = storageAdvice(error) ?? 'The database does not answer.'
    return [
      { check: 'database', level: 'error', sentence: `${sentence} It says: ${error instanceof Error ? error.message : String(error)}` },
    ]
  }
}
