import type { SparkCodeQuestion, SparkCodeVerifier, Verification } from '../platforms/verifier.ts'

type Script = Verification | 'hangs' | 'fails'

export interface FakeVerifier extends SparkCodeVerifier {
  readonly asked: SparkCodeQuestion[]
  /** What it says from now on. */
  says(script: Script): void
}

/** Stands in for TikTok: says what it is told to, hangs until it is given up, or fails. */
export function createFakeVerifier(first: Script = { status: 'unknown' }): FakeVerifier {
  let script = first
  const asked: SparkCodeQuestion[] = []
  return {
    asked,
    says: next => {
      script = next
    },
    verify: async (question, signal) => {
      asked.push(question)
      if (script === 'fails') throw new Error('TikTok is away')
      if (script !== 'hangs') return script
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    },
  }
}
