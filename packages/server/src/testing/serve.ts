import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { TEST_KEY_RING, type TestAnswer, type TestKit } from './index.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Server {
  readonly url: string
  /** Everything it printed so far. */
  output(): string
  /** Ends it as an operator does, or, with SIGKILL, as a power cut does. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** The service in a process of its own, on the database file of a kit. */
export async function serve(kit: TestKit, env: Record<string, string> = {}): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--json', '--database', `file:${kit.databasePath}`], {
    env: { PATH: process.env.PATH, SPARKKIT_KEY_RING: TEST_KEY_RING, SPARKKIT_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /"url": "(http:[^"]+)"/.exec(output)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('exit', () => reject(new Error(`The service did not start: ${output}`)))
  })
  return {
    url,
    output: () => output,
    stop: async signal => {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    },
  }
}

/** An answer read as tests read answers. */
export async function answerOf(response: Response): Promise<TestAnswer> {
  const text = await response.text()
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
}
