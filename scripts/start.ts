import { fileURLToPath } from 'node:url'
import { startWorkbench, WorkbenchError, type WorkbenchOptions } from '../examples/workbench/start.ts'
import { buildAssets } from './assets.ts'

const DATA_DIR = fileURLToPath(new URL('../.data/sandbox', import.meta.url))

/** One line that is written over where a person watches, and nothing elsewhere. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`)
}

function readOptions(env: NodeJS.ProcessEnv): WorkbenchOptions {
  const port = Number(env.PORT || 8787)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new WorkbenchError(`PORT is "${env.PORT}", which is no port number.`)
  return {
    port,
    dataDir: env.SPARKKIT_DATA_DIR || DATA_DIR,
    allowLoopback: true,
    onProgress: progress,
    ...(env.HOST && { host: env.HOST }),
    ...(env.SPARKKIT_PUBLIC_URL && { publicUrl: env.SPARKKIT_PUBLIC_URL.replace(/\/+$/, '') }),
    ...(env.SPARKKIT_KEY_RING && { keyRing: env.SPARKKIT_KEY_RING }),
    ...(env.SPARKKIT_DATABASE_URL && { databaseUrl: env.SPARKKIT_DATABASE_URL }),
  }
}

/** Resolves at the first signal to stop; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        process.once(signal, () => process.exit(1))
        resolve()
      })
    }
  })
}

async function main(): Promise<void> {
  const options = readOptions(process.env)
  console.log('Building what the pages load …')
  await buildAssets()
  console.log(`Opening the sandbox in ${options.dataDir} …`)
  const { url, apiKey, sampleApprovalUrl, close } = await startWorkbench(options)
  progress('')
  console.log(`
  SparkKit is running, on a sandbox of a fictional brand.

  Workbench        ${url}
  API reference    ${url}/docs
  Creator's page   ${sampleApprovalUrl ?? 'every creator has answered: request a code in the workbench'}
  Sandbox API key  ${apiKey}

  Press Ctrl+C to stop. The sandbox stays in ${options.dataDir}; delete it to start anew.
`)
  await untilStopped()
  console.log('Stopping …')
  await close()
}

try {
  await main()
} catch (error) {
  if (!(error instanceof WorkbenchError)) throw error
  console.error(`\n${error.message}`)
  process.exitCode = 1
}
