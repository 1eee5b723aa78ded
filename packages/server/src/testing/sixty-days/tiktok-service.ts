import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { TiktokPace } from '../../platforms/tiktok/limiter.ts'
import { freePort } from '../free-port.ts'

const CHILD = new URL('./tiktok-child.ts', import.meta.url)

export interface ChildSettings {
  readonly databaseUrl: string
  readonly keyRing: string
  readonly port: number
  readonly simulatorUrl: string
  readonly pace: TiktokPace
  /** Where its wall clock begins. */
  readonly wall: number
}

/** The service in a process of its own, on one port, that can be killed and started again. */
export class KillableService {
  readonly #settings: ChildSettings
  #child: ChildProcess | undefined
  #wall: number
  kills = 0

  private constructor(settings: ChildSettings) {
    this.#settings = settings
    this.#wall = settings.wall
  }

  static async start(settings: Omit<ChildSettings, 'port'>): Promise<KillableService> {
    const service = new KillableService({ ...settings, port: await freePort() })
    await service.#spawn()
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${this.#settings.port}`
  }

  async #spawn(): Promise<void> {
    const child = fork(CHILD, { env: { PATH: process.env.PATH, SETTINGS: JSON.stringify({ ...this.#settings, wall: this.#wall }) } })
    this.#child = child
    await once(child, 'message')
  }

  /** Moves its wall clock on, as if the machine had run for so long. */
  pass(ms: number): void {
    this.#wall += ms
    this.#child?.send(ms)
  }

  /** As a power cut does; then it is started again. */
  async kill(): Promise<void> {
    await this.stop()
    this.kills += 1
    await this.#spawn()
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}
