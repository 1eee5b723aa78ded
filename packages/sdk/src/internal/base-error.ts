const BRAND = 'sparkkit.error'

/** Everything this SDK throws about a call or a webhook. Misuse of an option is a plain `TypeError` instead. */
export abstract class SparkKitError extends Error {
  abstract override readonly name: string

  /** @internal Recognises errors of another realm or another copy of the package, where `instanceof` fails. */
  get brand(): string {
    return BRAND
  }
}

export function hasBrand(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'brand' in value && value.brand === BRAND
}
