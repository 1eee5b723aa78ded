/** The prefix of every TypeID SparkKit hands out. One table, so that an id tells what it names. */
export const ID_PREFIXES = {
  workspace: 'ws',
  apiKey: 'key',
  content: 'cnt',
  creator: 'crt',
  approvalLink: 'lnk',
  sparkRequest: 'req',
  messageTemplate: 'tpl',
  sparkCode: 'code',
  flight: 'flt',
  handoff: 'hnd',
  connection: 'con',
  adAccount: 'ada',
  binding: 'bnd',
  event: 'evt',
  webhookEndpoint: 'whe',
  delivery: 'dlv',
  attempt: 'att',
  replay: 'rpl',
  import: 'imp',
  receipt: 'rct',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const SUFFIX = /^[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$/

/** Whether `value` has the shape of an id of this kind: its prefix, `_`, 26 characters of Crockford base32 (TypeID 0.3). */
export function isId(kind: IdKind, value: string): boolean {
  const prefix = `${ID_PREFIXES[kind]}_`
  return value.startsWith(prefix) && SUFFIX.test(value.slice(prefix.length))
}
