/** What the API prints that names or describes a person, and what stands in its place once they were erased. */
const PERSONAL: Readonly<Record<string, unknown>> = {
  platformUserId: null,
  handle: null,
  displayName: null,
  platformId: null,
  url: null,
  caption: '',
  hashtags: [],
  rejectionReason: null,
  feeNote: null,
  externalId: null,
  metadata: {},
}

/** Texts of the brand's, made for many. */
const IMPERSONAL: readonly string[] = ['terms']

/** A resource, or some fields of one, as the API prints it, without the person in it: the same shape, the same ids. */
export function withoutPerson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPerson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (IMPERSONAL.includes(key)) return [key, inner]
      return [key, Object.hasOwn(PERSONAL, key) ? PERSONAL[key] : withoutPerson(inner)]
    }),
  )
}
