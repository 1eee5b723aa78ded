import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { run } from './run.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** The command as a process of its own, with what it printed once it listens. */
async function simulate(...args: string[]): Promise<{ child: ChildProcess; out: string; ended: Promise<unknown[]> }> {
  const child = spawn(process.execPath, [MAIN, 'simulate', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let out = ''
  for await (const chunk of child.stdout) {
    out += chunk
    if (/^}$|^ {2}Creators/m.test(out)) break
  }
  return { child, out, ended }
}

test('sparkkit simulate serves a TikTok with its own clock and faults until it is stopped', async () => {
  const { child, out, ended } = await simulate(
    '--json',
    '--seed',
    '7',
    '--at',
    '2026-01-05T09:00:00Z',
    '--creators',
    '2',
    '--fault',
    'html:0.5',
  )
  const said = JSON.parse(out)
  expect(said).toMatchObject({ creators: ['prompt.1', 'slow.2'], adAccounts: [{}, {}, {}] })
  expect(await (await fetch(`${said.controlUrl}state`)).json()).toMatchObject({ now: Date.UTC(2026, 0, 5, 9) })
  const [{ id }] = said.adAccounts
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const response = await fetch(`${said.url}tt_video/list/?advertiser_id=${id}`, { headers: { 'access-token': said.accessToken } })
      return (await response.text()).slice(0, 9)
    }),
  )
  expect(new Set(answers)).toEqual(new Set(['{"code":0', '<!doctype']))
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

test('people read where it listens and who is on it', async () => {
  const { child, out, ended } = await simulate('--ad-accounts', '1')
  expect(out).toMatch(/Business API +http:\/\/127\.0\.0\.1:\d+\/open_api\/v1\.3\//)
  expect(out).toContain('@vanishes.6')
  child.kill('SIGTERM')
  await ended
})

test.each([
  ['--at', 'soon'],
  ['--fault', 'gremlins'],
  ['--fault', 'html:2'],
  ['--plus', 'minus'],
  ['--seed', 'x'],
])('%s %s is refused with code 2', async (option, value) => {
  const err: string[] = []
  const cli = { env: {}, out: () => {}, err: (text: string) => void err.push(text), isInteractive: false, stdin: process.stdin }
  expect(await run(['simulate', option, value], cli)).toBe(2)
  expect(err.join('')).toContain(option)
})
