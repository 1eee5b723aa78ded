#!/usr/bin/env node
import { run } from './cli/run.ts'

// The reader of a pipe may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  isInteractive: process.stderr.isTTY === true,
  stdin: process.stdin,
})
